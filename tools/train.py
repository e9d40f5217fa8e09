"""Learn the weights of the decisions by evidence from gold files: `tools/train.py GOLD.jsonl…`.

For each decision (`period`, `document`) the candidates of every figure or document of the gold are asked from the
program itself; a candidate is right where its value is one that the gold accepts. Weights are those of a
logistic ranking, pulled towards zero (the less often a feature is seen, the more), each document weighing as
much as the square root of its cases, so that no long report has the word. Everything is deterministic. What is printed is the accuracy on sources left out, a
source being a document: only that tells what a text will give that nobody has seen.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from vkstats.extract import read_evidence
from vkstats.link.evidence import Candidate, Choice, choose
from vkstats.model import Document
from vkstats.packs import RuleSet, load_rules

DECISIONS = {
    "document": "kỳ báo cáo của văn bản",
    "period": "thời gian mà một số liệu bao quát",
}
# What a feature can only speak for, and only against: argued from the language, so that no chance of the gold turns it.
FOR = {
    "period": frozenset(
        {"before", "nearest", "nearest-day", "before-in-clause", "behind-in-clause", "behind-close", "here-opens"}
        | {"brackets-with", "explains", "paragraph", "list-lead", "heading", "document", "as-parent", "continues"}
        | {"continues-leaning", "opened-sentence", "opened-block", "target-of-plan", "later-target", "there-explains"}
        | {"since-new-year", "up-to-stock", "beside", "there-opened-block"}
    ),
    "document": frozenset(
        {"title", "head", "result", "lead", "opens", "term", "stated", "repeated", "explains", "several-items"}
        | {"with-figures"}
    ),
}
AGAINST = {
    "period": frozenset(
        {"far", "earlier", "later", "far-passed", "earlier-passed", "later-passed", "inside-passed", "off", "elsewhere"}
        | {"here-attribute", "here-since", "here-telling", "here-plan", "here-day", "here-day-inside", "says-other"}
        | {"there-attribute", "there-since", "there-telling", "there-plan", "there-day", "there-day-inside"}
        | {"there-bracketed", "there-behind-figure", "behind-other", "behind-day", "brackets-apart", "unlike-parent"}
        | {"unsettled-there", "document-in-plan", "since-new-year-stock", "here-same", "here-relative", "up-to"}
    ),
    "document": frozenset(
        {"bracketed", "attribute", "behind-figure", "body", "month", "old", "to-come", "rivalled"}
        | {"year-before-last", "days"}
    ),
}
ROOT = Path(__file__).parents[1]
FOLDS = 12
ROUNDS = 3  # the second with the first's choices: a figure looks at the period of the one that it qualifies
STEPS = 120
PULL = 0.6
HUNDREDTHS = 100


@dataclass(frozen=True)
class Case:
    """A decision whose right answers are known."""

    source: str
    name: str
    candidates: tuple[Candidate, ...]
    right: frozenset[str | None]

    @property
    def is_open(self) -> bool:
        """Whether there is something to learn: a right candidate, and a wrong one."""
        hits = [one.value in self.right for one in self.candidates]
        return any(hits) and not all(hits)


@dataclass(frozen=True)
class Known:
    """A text whose periods are known: `figures` are (start, end of its number, accepted), the soft ones left out."""

    name: str
    text: str
    period: frozenset[str | None] | None
    figures: tuple[tuple[int, int, str, frozenset[str | None]], ...]


def texts_of(path: Path) -> list[Known]:
    """The texts of a gold file (`.jsonl`), or of the project's own examples (`tests/data/periods_of_figures.yaml`)."""
    if path.suffix == ".yaml":
        return [_own(one, number) for number, one in enumerate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader), 1)]
    return [_gold(json.loads(row)) for row in path.read_text("utf-8").splitlines() if row.strip()]


def _gold(gold: Mapping[str, Any]) -> Known:
    text = unicodedata.normalize("NFC", gold["text"])
    figures, at = [], 0
    for figure in gold["figures"]:
        start = text.index(figure["num"], text.index(figure["text"], at))
        at = start + len(figure["num"])
        if "period" not in figure.get("soft", ()):
            figures.append((start, at, figure["text"], _accepted(figure["period"])))
    return Known(gold["id"], text, _accepted(gold["period"]) if "period" in gold else None, tuple(figures))


def _own(one: Mapping[str, Any], number: int) -> Known:
    """All figures have the period `figures`, but those in `except`, which stand in the text in any order, each once."""
    text = unicodedata.normalize("NFC", one["text"])
    other = one.get("except", {})
    held = [(text.index(said), said, whole(days)) for said, days in other.items()]
    figures = tuple((at, at + len(said), said, days) for at, said, days in held)
    return Known(f"own-{number}", text, whole(one["period"]), (*figures, (0, len(text), "", whole(one["figures"]))))


def whole(said: str) -> frozenset[str | None]:
    """`2023-01/2023-06|~` → the intervals in full, None for `~`."""
    return frozenset(None if part == "~" else _in_full(part) for part in said.split("|"))


def _in_full(said: str) -> str:
    first, slash, last = said.partition("/")
    last = last if slash else first
    if last.count("-") == 0 and last:
        last += "-12-31"
    elif last.count("-") == 1:
        year, month = map(int, last.split("-"))
        last += f"-{monthrange(year, month)[1]}"
    return f"{first + '-01' * (2 - first.count('-')) if first else ''}/{last}"


def cases_of(paths: Sequence[Path], rules: RuleSet) -> dict[str, list[Case]]:
    """The cases of every decision in the gold files."""
    found: dict[str, list[Case]] = {decision: [] for decision in DECISIONS}
    for path in paths:
        for number, known in enumerate(texts_of(path), start=1):
            source = f"{path.stem}#{number}"
            drafts, times = read_evidence(Document(source, known.text), rules)
            if known.period is not None:
                ranked = times.reporting.choice.ranked
                found["document"].append(Case(source, known.name, _candidates(ranked), known.period))
            for made in drafts:
                end = made.amount.number_end
                held = next((one for one in known.figures if one[0] < end and one[1] > made.start), None)
                if held and made.times:
                    name = f"{known.name} {known.text[made.start : made.amount.end]}"
                    found["period"].append(Case(source, name, _candidates(made.times.ranked), held[3]))
    return found


def _candidates(ranked: Sequence[tuple[int, Candidate]]) -> tuple[Candidate, ...]:
    return tuple(sorted((one for _, one in ranked), key=lambda one: (one.start, one.features)))


def _accepted(said: str | None) -> frozenset[str | None]:
    return frozenset(part or None for part in said.split("|")) if said else frozenset({None})


def learn(decision: str, cases: Sequence[Case], pull: float = PULL) -> dict[str, int]:
    """The weights that rank a right candidate of each case first, in hundredths."""
    cases = [case for case in cases if case.is_open]
    weight_of = Counter(case.source for case in cases)
    names = sorted({feature for case in cases for one in case.candidates for feature in one.features})
    index = {name: number for number, name in enumerate(names)}
    rows = []
    for case in cases:
        vectors = [tuple(index[feature] for feature in one.features) for one in case.candidates]
        hits = [one.value in case.right for one in case.candidates]
        rows.append((vectors, hits, 1 / math.sqrt(weight_of[case.source])))
    weights = [0.0] * len(names)
    least = [0.0 if name in FOR[decision] else -math.inf for name in names]
    most = [0.0 if name in AGAINST[decision] else math.inf for name in names]
    steps = [0.1] * len(names)
    last = [0.0] * len(names)
    for _ in range(STEPS):
        slope = [pull * weight for weight in weights]
        for vectors, hits, share in rows:
            totals = [sum(weights[at] for at in vector) for vector in vectors]
            top = max(totals)
            powers = [math.exp(total - top) for total in totals]
            whole = sum(powers)
            good = sum(power for power, hit in zip(powers, hits, strict=True) if hit)
            for vector, power, hit in zip(vectors, powers, hits, strict=True):
                push = share * (power / whole - (power / good if hit else 0.0))
                for at in vector:
                    slope[at] += push
        for at, rise in enumerate(slope):  # each weight walks by its own step, longer while its slope keeps its sign
            same = rise * last[at]
            if same > 0:
                steps[at] = min(steps[at] * 1.2, 1.0)
            elif same < 0:
                steps[at] = max(steps[at] * 0.5, 1e-4)
                slope[at] = 0.0
            weights[at] -= math.copysign(steps[at], slope[at]) if slope[at] else 0.0
            weights[at] = min(max(weights[at], least[at]), most[at])
        last = slope
    learned = {name: round(weights[index[name]] * HUNDREDTHS) for name in names}
    return {name: weight for name, weight in learned.items() if weight}


def right(case: Case, weights: Mapping[str, int]) -> bool:
    """Whether the winner is one that the gold accepts."""
    return choose(case.candidates, weights).value in case.right


def left_out(decision: str, cases: Sequence[Case]) -> Iterator[tuple[Case, Choice]]:
    """Each case with what is chosen under weights that never saw its document."""
    sources = sorted({case.source for case in cases})
    for fold in range(min(FOLDS, len(sources))):
        held = set(sources[fold::FOLDS])
        weights = learn(decision, [case for case in cases if case.source not in held])
        yield from ((case, choose(case.candidates, weights)) for case in cases if case.source in held)


def written(decision: str, weights: Mapping[str, int], digest: str) -> str:
    """A weights file of a pattern pack, the strongest features first."""
    lines = [
        "# Viết bởi tools/train.py từ các tệp chuẩn; đơn vị là phần trăm. Không sửa tay.",
        f"- weights: {decision}",
        f"  says: {DECISIONS[decision]}",
        f"  trained-on: {digest}",
        "  features:",
    ]
    lines += [f"    {name}: {weight}" for name, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--only", choices=DECISIONS)
    parser.add_argument("--dry", action="store_true", help="print, write nothing")
    parser.add_argument("--wrong", type=int, default=0, help="print so many of the wrong ones")
    asked = parser.parse_args()
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in asked.gold)).hexdigest()[:16]
    for decision in [asked.only] if asked.only else DECISIONS:
        target = ROOT / "patterns" / "core" / "weights" / f"{decision}.yaml"
        for _ in range(ROUNDS):
            cases = cases_of(asked.gold, load_rules())[decision]
            weights = learn(decision, cases)
            if asked.dry:
                break
            target.write_text(written(decision, weights, digest), "utf-8")
        reachable = sum(any(one.value in case.right for one in case.candidates) for case in cases)
        mean = sum(len(case.candidates) for case in cases) / len(cases)
        print(f"{decision}: {len(cases)} cases, {len(weights)} features, {mean:.1f} candidates; right among them {reachable / len(cases):.3f}")
        print(f"  on what it learned from {sum(right(case, weights) for case in cases) / len(cases):.3f}")
        results = list(left_out(decision, cases))
        by_file: dict[str, list[bool]] = defaultdict(list)
        for case, choice in results:
            for file in (case.source.partition("#")[0], "all"):
                by_file[file].append(choice.value in case.right)
        for file, hits in sorted(by_file.items()):
            print(f"  left out, {file}: {sum(hits) / len(hits):.3f} of {len(hits)}")
        missed = [(case, choice) for case, choice in results if choice.value not in case.right]
        for case, choice in missed[: asked.wrong]:
            print(f"    {case.source} {case.name}: want {sorted(map(str, case.right))}")
            for total, one in choice.ranked[:4]:
                print(f"       {total:6} {one.value} {' '.join(one.features)}")


if __name__ == "__main__":
    main()
