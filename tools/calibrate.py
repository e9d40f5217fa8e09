"""Learns how likely a field of a figure is wrong, and what it takes to doubt it; part of `tools/train.py`.

Every annotated text is read by weights that never saw its file; then each field of a figure is right or wrong, and its
features (`vkstats.link.doubt`) are what there is to learn from. A weight begins where the argument for its feature puts
it, and is pulled back there: a feature that speaks for doubt never has a weight below zero, one that speaks against it
never one above. The limits are such that the share `SURE` of the figures is sure on files left out of the learning.
"""

from __future__ import annotations

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vkstats import score
from vkstats.annotation import read_annotations
from vkstats.extract import extract, read_evidence
from vkstats.link.doubt import ALWAYS, FIELDS, Doubt, Neighbours, chance, features_of, named
from vkstats.link.likeness import likeness_of
from vkstats.model import Document
from vkstats.packs import RuleSet

SURE = 0.7  # of the figures
FIELD = 0.4  # of the chance at which a figure is in doubt, from which on a field of it is named
# The fields that are compared with the annotation under another name.
AS_ANNOTATED = {"parent": ("link",), "role": ("role", "direction")}
# What speaks against doubt.
AGAINST = frozenset({"bare-unit", "no-change", "level", "percent-change", "change-of-share"})
AGAINST |= {"is-total", "no-total", "not-summed", "adds-up", "paragraph", "explains"}
# Where the reading contradicts itself, or has nothing to rest on.
STRONG = frozenset({"none", "exceeds", "above-whole", "close", "unlike-parent", "no-time-taken", "here-day-inside"})
STRONG |= {"unsettled-there", "document-to-come", "document-years", "document-thin"}
# What is in doubt whatever was learned: a guess that the reading itself calls one, a time said that it cannot settle.
CERTAIN = frozenset({"unknown-noun", "other-reading", "unsettled-here", "told"})
START, STRONG_START = 1.2, 2.5
PULL = 8.0
STEPS = 150


@dataclass(frozen=True)
class Reading:
    """A figure as it was read: its features by field, and the fields that are wrong by the annotation."""

    file: str
    text: str
    said: str
    features: Mapping[str, tuple[str, ...]]
    wrong: frozenset[str]

    @property
    def is_right(self) -> bool:
        """Whether every field of the row is."""
        return not self.wrong


def readings_of(path: Path, rules: RuleSet) -> list[Reading]:
    """The figures of a file that its annotation knows."""
    annotations, problems = read_annotations(Document(str(path), path.read_text("utf-8")))
    if problems:
        raise SystemExit(f"{path}: {problems[0].code}")
    found = []
    for one in annotations:
        document = Document(one.id, one.text)
        record = extract(document, rules)
        figures, times, _ = read_evidence(document, rules)
        around = Neighbours(figures, record.text, times.reporting, likeness_of(rules))
        for answer, wrong in zip(record.figures, score.wrong_fields(one, record), strict=True):
            if wrong is not None:
                features = features_of(figures[answer.id - 1], around)
                found.append(Reading(path.stem, one.id, answer.text, features, wrong & set(score.ROW)))
    return found


def is_wrong(field: str, reading: Reading) -> bool:
    """Whether a field of `FIELDS` is."""
    return any(name in reading.wrong for name in AS_ANNOTATED.get(field, (field,)))


# --- weights ---


def learn(field: str, readings: Sequence[Reading]) -> dict[str, int]:
    """The weights of a field's features, in hundredths of the logarithm of the odds that it is wrong."""
    size = Counter(one.text for one in readings)
    names = sorted({name for one in readings for name in one.features[field]})
    index = {name: number for number, name in enumerate(names)}
    rows: Counter[tuple[tuple[int, ...], bool]] = Counter()
    for one in readings:  # a text weighs as much as the square root of its figures
        vector = (*(index[name] for name in one.features[field]), len(names))
        rows[vector, is_wrong(field, one)] += 1 / math.sqrt(size[one.text])  # type: ignore[assignment]
    starts = [*(_start(name) for name in names), -2.0]
    pulls = [PULL] * len(names) + [0.0]
    weights, steps, last = list(starts), [0.1] * len(starts), [0.0] * len(starts)
    for _ in range(STEPS):  # each weight walks by its own step, which grows while its slope keeps its sign
        slope = [pull * (weight - start) for pull, weight, start in zip(pulls, weights, starts, strict=True)]
        for (vector, wrong), share in rows.items():
            push = share * (1 / (1 + math.exp(-sum(weights[at] for at in vector))) - wrong)
            for at in vector:
                slope[at] += push
        for at, rise in enumerate(slope):
            if rise * last[at] < 0:
                steps[at], slope[at] = max(steps[at] / 2, 1e-4), 0.0
            elif rise * last[at] > 0:
                steps[at] = min(steps[at] * 1.2, 1.0)
            walked = weights[at] - (math.copysign(steps[at], slope[at]) if slope[at] else 0.0)
            is_bound = at < len(names)
            weights[at] = walked if not is_bound else min(walked, 0.0) if starts[at] < 0 else max(walked, 0.0)
        last = slope
    learned = {name: round(weights[index[name]] * 100) for name in names}
    return {ALWAYS: max(round(weights[-1] * 100), -900), **{name: weight for name, weight in learned.items() if weight}}


def _start(name: str) -> float:
    """The weight that the argument for a feature gives it."""
    return -START if name in AGAINST else STRONG_START if name in STRONG | CERTAIN else START


def with_certain(weights: dict[str, int], figure: int) -> dict[str, int]:
    """The weights where what is doubtful by itself passes the limit `figure`, in thousandths, alone."""
    least = math.ceil(100 * math.log(figure / (1000 - figure))) - weights[ALWAYS] + 1
    return weights | {name: max(weights.get(name, 0), least) for name in sorted(CERTAIN & set(weights))}


# --- limits and how good they are ---


def calibrate(paths: Sequence[Path], rules: Mapping[Path, RuleSet], digest: str, wrong: int) -> str:
    """The text of `doubt.yaml`; tells how sure and how right figures are in files left out."""
    readings = [reading for path in paths for reading in readings_of(path, rules[path])]
    files = list(dict.fromkeys(one.file for one in readings))
    others = {file: [one for one in readings if one.file != file] for file in files}
    unseen = {file: {field: learn(field, known) for field in FIELDS} for file, known in others.items()}
    chances = sorted(sum(one.chance for one in doubts(reading, unseen[reading.file])) for reading in readings)
    figure = round(1000 * chances[round(len(chances) * SURE)])
    limits = {"figure": figure, "field": round(FIELD * figure)}
    held = {
        file: {field: with_certain(learned, figure) for field, learned in weights.items()}
        for file, weights in unseen.items()
    }
    tell([(reading, doubts(reading, held[reading.file])) for reading in readings], limits, wrong)
    weights = {field: with_certain(learn(field, readings), figure) for field in FIELDS}
    records = [written("doubt", limits, digest)]
    records += [written(f"doubt-{field}", learned, digest) for field, learned in weights.items()]
    head = "# Do tools/train.py học từ các văn bản đã biết số liệu, đơn vị là phần trăm; dạy lại, đừng sửa tay.\n"
    return head + "\n".join(records)


def doubts(reading: Reading, weights: Mapping[str, Mapping[str, int]]) -> list[Doubt]:
    """Every field of a figure with its chance of being wrong."""
    return [Doubt(field, chance(found, weights[field]), ()) for field, found in reading.features.items()]


def written(decision: str, weights: Mapping[str, int], digest: str) -> str:
    """A record of a weights file, the strongest features first."""
    field = decision.partition("-")[2]
    says = f"điều khiến trường `{field}` đáng ngờ" if field else "ngưỡng nghi ngờ, phần nghìn khả năng sai"
    lines = [f"- weights: {decision}", f"  says: {says}", f"  trained-on: {digest}", "  features:"]
    lines += [f"    {name}: {weight}" for name, weight in sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))]
    return "\n".join(lines) + "\n"


def tell(left_out: Iterable[tuple[Reading, list[Doubt]]], limits: Mapping[str, int], wrong: int) -> None:
    """By file: the share of sure figures, how right they are, and how right the others."""
    say = sys.stdout.write
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    missed = []
    for reading, found in left_out:
        held = named(found, limits)
        for file in (reading.file, "all"):
            rows[file].append((not held, reading.is_right))
        for field in FIELDS:
            fields[field]["doubted"] += field in {one.field for one in held}
            fields[field]["wrong"] += is_wrong(field, reading)
            fields[field]["both"] += field in {one.field for one in held} and is_wrong(field, reading)
        missed += [] if held or reading.is_right else [reading]
    say(f"doubt: limits {dict(limits)}, each file left out\n")
    say(f"  {'':24} figures  right  sure  right where sure  right where in doubt\n")
    for file, told in rows.items():
        sure = [right for is_sure, right in told if is_sure]
        other = [right for is_sure, right in told if not is_sure]
        shares = (sum(right for _, right in told) / len(told), len(sure) / len(told))
        say(f"  {file:24} {len(told):7}  {shares[0]:5.3f}  {shares[1]:4.2f}  {_share(sure):16}  {_share(other)}\n")
    for field, counts in fields.items():
        say(
            f"  {field:10} wrong {counts['wrong']:4}  doubted {counts['doubted']:4}  of them wrong {counts['both']:4}\n"
        )
    for reading in missed[:wrong]:
        told_features = {field: reading.features[field] for field in FIELDS if is_wrong(field, reading)}
        say(f"  {reading.text} {reading.said}: {told_features}\n")


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f}" if hits else "-"
