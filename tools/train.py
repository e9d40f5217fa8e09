"""Learns the weights of the decisions by evidence from texts with known periods, and tells how right they are.

python tools/train.py GOLD.jsonl… tests/data/periods_of_figures.yaml   # writes patterns/core/weights/*.yaml
python tools/train.py --dry --wrong 20 GOLD.jsonl…                     # writes nothing, shows what is wrong

The candidates of every figure (`period`) and of every text (`document`) come from the program itself; one is right
where its value is among those that the gold accepts. The weights are those of a logistic ranking, each pulled towards
zero, a text weighing as much as the square root of its figures, so that no long report has the word; a feature that can
only speak for a reading, or only against one, keeps its sign. The same files give the same weights. What counts is the
accuracy on texts left out of the learning, one by one and a file at a time; beside it stands that of a plain rule: the
nearest time in front in the sentence, else one behind in the clause, else the document's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import calibrate
import yaml

from vkstats.extract import read_evidence
from vkstats.link.evidence import Candidate, Choice, choose
from vkstats.model import Document
from vkstats.packs import RuleSet, load_rules

WEIGHTS = Path(__file__).parents[1] / "patterns" / "core" / "weights"
SAYS = {
    "document": "kỳ báo cáo của cả văn bản",
    "period": "thời gian mà một số liệu bao quát",
}
# What a feature can only speak for, and only against: argued from the language, so that no chance of the gold turns it.
FOR = {
    "document": {"title", "head", "lead", "result", "opens", "term", "stated", "repeated", "explains", "with-figures"}
    | {"several-items", "source"},
    "period": {"before", "nearest", "nearest-day", "before-in-clause", "behind-in-clause", "behind-close"}
    | {"here-opens", "brackets-with", "explains", "paragraph", "opened-sentence", "opened-block", "list-lead"}
    | {"heading", "section", "beside", "there-opened-block", "there-explains", "document", "as-parent", "continues"}
    | {"continues-leaning", "target-of-plan", "later-target", "since-new-year", "up-to-stock"},
}
AGAINST = {
    "document": {"bracketed", "attribute", "behind-figure", "body", "month", "old", "unfinished", "rivalled", "days"}
    | {"year-before-last", "compares", "many-figures"},
    "period": {"far", "earlier", "later", "far-passed", "earlier-passed", "later-passed", "inside-passed", "off"}
    | {"elsewhere", "here-attribute", "here-since", "here-telling", "here-plan", "here-day", "here-day-inside"}
    | {"says-other", "there-attribute", "there-since", "there-telling", "there-plan", "there-day"}
    | {"there-day-inside", "there-bracketed", "there-behind-figure", "behind-other", "behind-day", "brackets-apart"}
    | {"unlike-parent", "unsettled-there", "document-in-plan", "since-new-year-stock", "here-same", "here-relative"}
    | {"up-to", "there-open", "there-up-to"},
}
PULL = 0.6  # towards zero
STEPS = 120
ROUNDS = 3  # each with the choices of the one before: a figure looks at the periods of those before it
FOLDS = 12
HUNDREDTHS = 100
Value = str | None


@dataclass(frozen=True)
class Known:
    """A text whose periods are known; a figure is the stretch it stands in, and the values that are right."""

    name: str
    text: str
    period: frozenset[Value] | None
    figures: tuple[tuple[int, int, frozenset[Value]], ...]


@dataclass(frozen=True)
class Case:
    """A decision whose right answers are known; `source` is the text it is of."""

    source: str
    name: str
    candidates: tuple[Candidate, ...]
    right: frozenset[Value]

    @property
    def file(self) -> str:
        """The file that the text is from."""
        return self.source.partition("/")[0]

    @property
    def is_open(self) -> bool:
        """Whether there is something to learn: a right candidate, and a wrong one."""
        hits = [one.value in self.right for one in self.candidates]
        return any(hits) and not all(hits)


# --- texts ---


def texts_of(path: Path) -> list[Known]:
    """The texts of a gold file (`.jsonl`), or of the project's own (`tests/data/periods_of_figures.yaml`)."""
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        return [_gold(json.loads(row)) for row in text.splitlines() if row.strip()]
    return [_own(one, number) for number, one in enumerate(yaml.load(text, yaml.BaseLoader), start=1)]  # noqa: S506


def _gold(gold: Mapping[str, Any]) -> Known:
    """A document of a gold file, without the figures whose period is soft."""
    text = unicodedata.normalize("NFC", gold["text"])
    figures, at = [], 0
    for figure in gold["figures"]:
        start = text.index(figure["num"], text.index(figure["text"], at))
        at = start + len(figure["num"])
        if "period" not in figure.get("soft", ()):
            figures.append((start, at, _accepted(figure["period"])))
    return Known(gold["id"], text, _accepted(gold["period"]) if "period" in gold else None, tuple(figures))


def _accepted(said: str | None) -> frozenset[Value]:
    return frozenset(part or None for part in (said or "").split("|"))


def _own(one: Mapping[str, Any], number: int) -> Known:
    """All figures have the period `figures`, but those in `except`, each of which stands in the text once."""
    text = unicodedata.normalize("NFC", one["text"])
    places = {text.index(said): (said, days) for said, days in one.get("except", {}).items()}
    held = [(at, at + len(said), whole(days)) for at, (said, days) in places.items()]
    return Known(f"own-{number}", text, whole(one["period"]), (*held, (0, len(text), whole(one["figures"]))))


def whole(said: str) -> frozenset[Value]:
    """`2023-01/2023-06|~` → the ISO intervals in full, None for `~`."""
    return frozenset(None if part == "~" else _in_full(part) for part in said.split("|"))


def _in_full(said: str) -> str:
    first, slash, last = said.partition("/")
    last = last if slash else first
    if last and last.count("-") == 0:
        last += "-12-31"
    elif last.count("-") == 1:
        last += f"-{monthrange(*map(int, last.split('-')))[1]}"
    return f"{first + '-01' * (2 - first.count('-')) if first else ''}/{last}"


def cases_of(paths: Sequence[Path], rules: RuleSet) -> dict[str, list[Case]]:
    """The cases of every decision in the texts."""
    found: dict[str, list[Case]] = {decision: [] for decision in SAYS}
    for path in paths:
        for known in texts_of(path):
            source = f"{path.stem}/{known.name}"
            figures, times = read_evidence(Document(source, known.text), rules)
            if known.period is not None:
                found["document"].append(_case(source, "", times.reporting.choice, known.period))
            for made in figures:
                end = made.amount.number_end
                held = next((one for one in known.figures if one[0] < end and one[1] > made.start), None)
                if held and made.times:
                    said = known.text[made.start : made.amount.end]
                    found["period"].append(_case(source, said, made.times, held[2]))
    return found


def _case(source: str, said: str, choice: Choice, right: frozenset[Value]) -> Case:
    candidates = sorted((one for _, one in choice.ranked), key=lambda one: (one.start, one.features))
    return Case(source, said, tuple(candidates), right)


# --- weights ---


def learn(decision: str, cases: Sequence[Case]) -> dict[str, int]:
    """The weights that rank a right candidate of each case first, in hundredths."""
    cases = [case for case in cases if case.is_open]
    size = Counter(case.source for case in cases)
    names = sorted({feature for case in cases for one in case.candidates for feature in one.features})
    index = {name: number for number, name in enumerate(names)}
    rows = [
        (
            [tuple(index[feature] for feature in one.features) for one in case.candidates],
            [one.value in case.right for one in case.candidates],
            1 / math.sqrt(size[case.source]),
        )
        for case in cases
    ]
    least = [0.0 if name in FOR[decision] else -math.inf for name in names]
    most = [0.0 if name in AGAINST[decision] else math.inf for name in names]
    weights, steps, last = [0.0] * len(names), [0.1] * len(names), [0.0] * len(names)
    for _ in range(STEPS):  # each weight walks by its own step, which grows while its slope keeps its sign
        slope = _slope(rows, weights)
        for at, rise in enumerate(slope):
            if rise * last[at] < 0:
                steps[at], slope[at] = max(steps[at] / 2, 1e-4), 0.0
            elif rise * last[at] > 0:
                steps[at] = min(steps[at] * 1.2, 1.0)
            walked = weights[at] - (math.copysign(steps[at], slope[at]) if slope[at] else 0.0)
            weights[at] = min(max(walked, least[at]), most[at])
        last = slope
    learned = {name: round(weights[index[name]] * HUNDREDTHS) for name in names}
    return {name: weight for name, weight in learned.items() if weight}


def _slope(rows: Sequence[tuple[list[tuple[int, ...]], list[bool], float]], weights: Sequence[float]) -> list[float]:
    """How the loss changes with each weight: less the log of the probability of what is right, and the pull."""
    slope = [PULL * weight for weight in weights]
    for vectors, hits, share in rows:
        totals = [sum(weights[at] for at in vector) for vector in vectors]
        powers = [math.exp(total - max(totals)) for total in totals]
        good = sum(power for power, hit in zip(powers, hits, strict=True) if hit)
        for vector, power, hit in zip(vectors, powers, hits, strict=True):
            push = share * (power / sum(powers) - (power / good if hit else 0.0))
            for at in vector:
                slope[at] += push
    return slope


def left_out(
    decision: str, cases: Sequence[Case], named: Callable[[Case], str] = lambda case: case.source
) -> Iterator[tuple[Case, Choice]]:
    """Each case with what is chosen under weights that never saw its text, or what else `named` names of it."""
    names = sorted({named(case) for case in cases})
    for fold in range(min(FOLDS, len(names))):
        held = set(names[fold::FOLDS])
        weights = learn(decision, [case for case in cases if named(case) not in held])
        yield from ((case, choose(case.candidates, weights)) for case in cases if named(case) in held)


def by_rule(case: Case) -> Value:
    """What the plain rule says; of a text, the first time of its headline, else of its lead."""
    for wanted in ("nearest", "behind-in-clause", "document-holds", "title", "head", "lead"):
        nearest_first = reversed(case.candidates) if wanted == "nearest" else case.candidates
        for one in nearest_first:
            if wanted in one.features:
                return one.value
    return None


def written(decision: str, weights: Mapping[str, int], digest: str) -> str:
    """A weights file of a pattern pack, the strongest features first."""
    lines = [
        "# Do tools/train.py học từ các văn bản đã biết kỳ, đơn vị là phần trăm; dạy lại, đừng sửa tay.",
        f"- weights: {decision}",
        f"  says: {SAYS[decision]}",
        f"  trained-on: {digest}",
        "  features:",
    ]
    lines += [f"    {name}: {weight}" for name, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Learn, write and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--only", choices=(*SAYS, "doubt"))
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N that are wrong when left out")
    asked = parser.parse_args()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in asked.gold)).hexdigest()[:16]
    for decision in [asked.only] if asked.only in SAYS else SAYS if asked.only is None else ():
        for _ in range(1 if asked.dry else ROUNDS):
            cases = cases_of(asked.gold, load_rules())[decision]
            weights = learn(decision, cases)
            if not asked.dry:
                (WEIGHTS / f"{decision}.yaml").write_text(written(decision, weights, digest), "utf-8")
        tell(decision, cases, weights, asked.wrong)
    if asked.only in (None, "doubt"):
        annotated = [path for path in asked.gold if path.suffix == ".jsonl"]
        written_doubt = calibrate.calibrate(annotated, rules_without(asked.gold), digest, asked.wrong)
        if not asked.dry:
            (WEIGHTS / "doubt.yaml").write_text(written_doubt, "utf-8")


def rules_without(paths: Sequence[Path]) -> dict[Path, RuleSet]:
    """For each file, the rules under weights that never saw it: how the program reads texts that it does not know."""
    rules = load_rules()
    cases = cases_of(paths, rules)
    known: dict[Path, RuleSet] = {}
    for path in paths:
        others = {
            decision: [case for case in found if not case.source.startswith(f"{path.stem}/")]
            for decision, found in cases.items()
        }
        weights = {decision: learn(decision, found) for decision, found in others.items()}
        known[path] = replace(rules, weights={**rules.weights, **weights})
    return known


def tell(decision: str, cases: Sequence[Case], weights: Mapping[str, int], wrong: int) -> None:
    """Accuracy by file, on texts left out, and of the plain rule."""
    say = sys.stdout.write
    candidates = sum(len(case.candidates) for case in cases) / len(cases)
    say(f"{decision}: {len(cases)} cases, {candidates:.1f} candidates each, {len(weights)} weights\n")
    files: dict[str, list[tuple[bool, ...]]] = defaultdict(list)
    missed = []
    abroad = {id(case): choice for case, choice in left_out(decision, cases, lambda case: case.file)}
    for case, choice in left_out(decision, cases):
        seen = choose(case.candidates, weights).value in case.right
        among = any(one.value in case.right for one in case.candidates)
        away = abroad[id(case)].value in case.right
        hits = (choice.value in case.right, away, seen, by_rule(case) in case.right, among)
        for file in (case.file, "all"):
            files[file].append(hits)
        missed += [] if hits[0] else [(case, choice)]
    say(f"  {'':24} cases  left out  file left out  learned  plain rule  right among the candidates\n")
    for file, rows in sorted(files.items(), key=lambda pair: (pair[0] == "all", pair[0])):
        left, away, seen, rule, among = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        say(f"  {file:24} {len(rows):5}  {left:8.3f}  {away:13.3f}  {seen:7.3f}  {rule:10.3f}  {among:.3f}\n")
    for case, choice in missed[:wrong]:
        say(f"  {case.source} {case.name}: {' or '.join(map(str, sorted(map(str, case.right))))}\n")
        for total, one in choice.ranked[:4]:
            say(f"    {total:6} {one.value} {' '.join(one.features)}\n")


if __name__ == "__main__":
    main()
