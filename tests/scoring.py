"""How far a record is from an annotated text: figures found, each field right, rows right in every field.

A gold file is JSONL, one document a line; `|` separates accepted alternatives, `ignore` lists surfaces
where either answer is right, `soft` names fields of a figure where any answer is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vkstats.model import DocumentRecord, Figure

ROW = ("value", "unit", "item", "role", "direction", "baseline", "link", "period")
_ITEM_ENOUGH, _ROLE_ENOUGH, _ORGANISATION_ENOUGH = 0.5, 0.8, 0.6
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_OLD, _NEW, strict=True))
_TONE = re.compile(r"(?<!q)(?:" + "|".join(_OLD) + r")\b")


@dataclass
class Score:
    """Counts over documents; the rates are between 0 and 1."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    rows: int = 0
    right: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def rates(self) -> dict[str, float]:
        """Precision, recall, the share of found figures with each field right, F1 of rows and of people."""
        fields = {name: count / self.found for name, count in self.right.items()} if self.found else {}
        return {
            "precision": _ratio(self.found, self.predicted),
            "recall": _ratio(self.found, self.gold),
            **fields,
            "row": _f1(self.rows, self.predicted, self.gold),
            "people": _f1(self.people["found"], self.people["predicted"], self.people["gold"]),
            "people_full": _f1(self.people["full"], self.people["predicted"], self.people["gold"]),
        }


def add(score: Score, gold: Mapping[str, Any], record: DocumentRecord) -> None:
    """Compare a record with an annotated document and add the result to `score`."""
    spans = _locate(gold)
    ignored = _ignored(gold)
    figures = gold["figures"]
    pairs = _pairs(spans, record.figures)
    numbers = {record.figures[at].id: figures[number]["n"] for number, at in pairs.items()}
    extra = [
        figure
        for at, figure in enumerate(record.figures)
        if at not in pairs.values() and not any(_overlap(span, (figure.start, figure.end)) > 0 for span in ignored)
    ]
    score.gold += len(figures)
    score.predicted += len(pairs) + len(extra)
    score.found += len(pairs)
    score.wrong += [f"{gold['id']}: not in the text of the annotation: {figure.text}" for figure in extra]
    for number, wanted in enumerate(figures):
        if number not in pairs:
            score.wrong.append(f"{gold['id']}#{wanted['n']}: missed {wanted['text']}")
            continue
        right = _check(wanted, record.figures[pairs[number]], numbers)
        score.right.update(name for name, good in right.items() if good)
        score.right.update(dict.fromkeys(right, 0))
        if all(right[name] for name in ROW):
            score.rows += 1
        else:
            bad = ", ".join(name for name in ROW if not right[name])
            score.wrong.append(f"{gold['id']}#{wanted['n']} {wanted['text']}: {bad}")
    _add_people(score, gold, record)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _f1(right: int, predicted: int, gold: int) -> float:
    return 2 * right / (predicted + gold) if predicted + gold else 0.0


def _norm(text: object) -> str:
    if text in (None, ""):
        return ""
    folded = unicodedata.normalize("NFC", str(text)).lower().replace(",", " ").replace(";", " ")
    folded = _TONE.sub(lambda match: _TONES[match.group()], " ".join(folded.split()))
    return re.sub(r"\bkì\b", "kỳ", re.sub(r"\btỉ\b", "tỷ", folded))


def _alternatives(text: object) -> list[str]:
    return [_norm(part) for part in str(text).split("|")] if text not in (None, "") else [""]


def _token_f1(predicted: object, gold: object) -> float:
    best = 0.0
    for alternative in _alternatives(gold):
        ours, theirs = _norm(predicted).split(), alternative.split()
        if not ours and not theirs:
            return 1.0
        common = sum((Counter(ours) & Counter(theirs)).values())
        best = max(best, 2 * common / (len(ours) + len(theirs)) if common else 0.0)
    return best


def _locate(gold: Mapping[str, Any]) -> list[tuple[int, int]]:
    spans, at = [], 0
    for figure in gold["figures"]:
        start = gold["text"].index(figure["text"], at)
        number = gold["text"].index(figure["num"], start)
        at = number + len(figure["num"])
        spans.append((number, at))
    return spans


def _ignored(gold: Mapping[str, Any]) -> list[tuple[int, int]]:
    return [
        match.span() for surface in gold.get("ignore", ()) for match in re.finditer(re.escape(surface), gold["text"])
    ]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _pairs(spans: Sequence[tuple[int, int]], figures: Sequence[Figure]) -> dict[int, int]:
    candidates = sorted(
        (-shared, abs(span[0] - figure.start), number, at)
        for number, span in enumerate(spans)
        for at, figure in enumerate(figures)
        if (shared := _overlap(span, (figure.start, figure.end))) > 0
    )
    pairs: dict[int, int] = {}
    for _, _, number, at in candidates:
        if number not in pairs and at not in pairs.values():
            pairs[number] = at
    return pairs


def _same(ours: object, theirs: object) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    return abs(float(str(ours)) - float(str(theirs))) <= 1e-9 * max(1.0, abs(float(str(theirs))))


def _check(gold: Mapping[str, Any], figure: Figure, numbers: Mapping[int, int]) -> dict[str, bool]:
    relation = gold.get("relation") or None
    link = (relation, gold.get("parent") if relation else None)
    parent = numbers.get(figure.parent) if figure.parent else None
    right = {
        "value": _same(figure.value, gold["value"])
        and _same(figure.max, gold.get("max"))
        and _same(figure.of, gold.get("of")),
        "unit": _norm(figure.unit) in _alternatives(gold.get("unit")),
        "kind": figure.kind == gold.get("kind"),
        "item": _token_f1(figure.item, gold.get("item")) >= _ITEM_ENOUGH,
        "action": _token_f1(figure.action, gold.get("action")) >= _ITEM_ENOUGH,
        "modality": figure.modality == (gold.get("modality") or "exact"),
        "role": figure.role == (gold.get("role") or "level"),
        "direction": figure.direction == (gold.get("direction") or None),
        "baseline": _norm(figure.baseline) in _alternatives(gold.get("baseline")),
        "link": (figure.relation, parent) == link,
        "period": _norm(figure.period) in _alternatives(gold.get("period")),
    }
    return right | dict.fromkeys(gold.get("soft", ()), True)


def _add_people(score: Score, gold: Mapping[str, Any], record: DocumentRecord) -> None:
    wanted = {_norm(person["name"]): person for person in gold.get("people", ())}
    found = {_norm(person.name): person for person in record.people}
    skipped = {_norm(name) for name in gold.get("ignore_people") or ()}
    score.people["gold"] += len(wanted)
    score.people["predicted"] += len(found.keys() - skipped)
    for name in wanted.keys() & found.keys():
        score.people["found"] += 1
        role = _token_f1(found[name].role, wanted[name].get("role")) >= _ROLE_ENOUGH
        organisation = _token_f1(found[name].organisation, wanted[name].get("organisation")) >= _ORGANISATION_ENOUGH
        score.people["full"] += role and organisation
