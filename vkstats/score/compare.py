"""A record against an annotated document: figures found, each field right, rows right in every field.

`|` separates accepted alternatives, `soft` names fields of a figure where any answer is right. Case, commas,
spaces and the spelling variants `hoà`/`hòa`, `tỉ`/`tỷ`, `kì`/`kỳ` never count.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vkstats.model import DocumentRecord, Figure
from vkstats.score.gold import Gold, Span

ROW = ("value", "unit", "item", "role", "direction", "baseline", "link", "period")
FIELDS = ("value", "unit", "kind", "item", "action", "modality", "role", "direction", "baseline", "link", "period")
FRAME = ("published", "author", "agency", "period")
RATES = (
    "precision", "recall", "f1", *FIELDS, "row", "people", "people_full", "organisations",
    *(f"doc_{name}" for name in FRAME),
)  # fmt: skip
_ITEM_ENOUGH, _ROLE_ENOUGH, _ORGANISATION_ENOUGH = 0.5, 0.8, 0.6  # token F1 from which two phrases say the same
_TOLERANCE = Decimal("1e-9")
_CONTEXT = 40  # code points around what is listed as wrong
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_OLD, _NEW, strict=True))
_TONE = re.compile(r"(?<!q)(?:" + "|".join(_OLD) + r")\b")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that differs: `code` is `missed`, `extra`, `field`, `person-missed` or `person-extra`.

    `place` is the document, with `#` and the number of the figure; `words` what it is about, `around` its context.
    """

    code: str
    place: str
    words: str
    around: str = ""
    field: str = ""
    wanted: str = ""
    got: str = ""


@dataclass(slots=True)
class Score:
    """Counts over documents; `rates` are between 0 and 1, or None where the annotation says nothing of it."""

    documents: int = 0
    gold: int = 0
    predicted: int = 0
    found: int = 0
    rows: int = 0
    right: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    organisations: Counter[str] = field(default_factory=Counter)
    frame: Counter[str] = field(default_factory=Counter)
    wrong: list[Wrong] = field(default_factory=list)

    def add(self, gold: Gold, record: DocumentRecord) -> None:
        """Compare a record with its annotation."""
        self.documents += 1
        pairs = _pairs(gold.spans, record.figures)
        numbers = {record.figures[at].id: gold.figures[number]["n"] for number, at in pairs.items()}
        taken = set(pairs.values())
        extra = [
            figure
            for at, figure in enumerate(record.figures)
            if at not in taken and not any(_overlap(span, (figure.start, figure.end)) > 0 for span in gold.ignored)
        ]
        self.gold += len(gold.figures)
        self.predicted += len(pairs) + len(extra)
        self.found += len(pairs)
        for number, wanted in enumerate(gold.figures):
            place, around = f"{gold.id}#{wanted['n']}", _around(gold.text, gold.spans[number])
            if number not in pairs:
                self.wrong.append(Wrong("missed", place, str(wanted["text"]), around))
                continue
            figure = record.figures[pairs[number]]
            right = _check(wanted, figure, numbers)
            self.right.update(name for name, good in right.items() if good)
            self.rows += all(right[name] for name in ROW)
            for name in FIELDS:
                if not right[name]:
                    differs = _wanted(wanted, name), _got(figure, name, numbers)
                    self.wrong.append(Wrong("field", place, str(wanted["text"]), around, name, *differs))
        self.wrong += [
            Wrong("extra", gold.id, figure.text, _around(gold.text, (figure.start, figure.end))) for figure in extra
        ]
        self._add_people(gold, record)
        self._add_organisations(gold, record)
        for name in FRAME:
            if name in gold.record:
                self.frame[f"{name} asked"] += 1
                self.frame[name] += _norm(getattr(record.frame, name)) in _alternatives(gold.record[name])

    @property
    def rates(self) -> dict[str, float | None]:
        """Every rate of `RATES`, in that order; a field is rated among the figures that were found."""
        rates: dict[str, float | None] = {
            "precision": _ratio(self.found, self.predicted),
            "recall": _ratio(self.found, self.gold),
            "f1": _f1(self.found, self.predicted, self.gold),
        }
        rates |= {name: _ratio(self.right[name], self.found) for name in FIELDS}
        rates["row"] = _f1(self.rows, self.predicted, self.gold)
        for name, found in (("people", "found"), ("people_full", "full")):
            rates[name] = _f1(self.people[found], self.people["predicted"], self.people["gold"])
        counts = self.organisations
        rates["organisations"] = _f1(counts["found"], counts["predicted"], counts["gold"])
        return rates | {f"doc_{name}": _ratio(self.frame[name], self.frame[f"{name} asked"]) for name in FRAME}

    def _add_people(self, gold: Gold, record: DocumentRecord) -> None:
        wanted = {_norm(person["name"]): person for person in gold.record.get("people") or ()}
        found = {_norm(person.name): person for person in record.people}
        skipped = {_norm(name) for name in gold.record.get("ignore_people") or ()}
        self.people["gold"] += len(wanted)
        self.people["predicted"] += len(found.keys() - skipped)
        for name, person in wanted.items():
            if name not in found:
                self.wrong.append(Wrong("person-missed", gold.id, str(person["name"])))
                continue
            self.people["found"] += 1
            role = _token_f1(found[name].role, person.get("role")) >= _ROLE_ENOUGH
            body = _token_f1(found[name].organisation, person.get("organisation")) >= _ORGANISATION_ENOUGH
            self.people["full"] += role and body
        self.wrong += [
            Wrong("person-extra", gold.id, person.name)
            for name, person in found.items()
            if name not in wanted and name not in skipped
        ]

    def _add_organisations(self, gold: Gold, record: DocumentRecord) -> None:
        wanted = {_norm(name) for name in gold.record.get("organisations") or ()}
        found = {_norm(organisation.name) for organisation in record.organisations}
        self.organisations["gold"] += len(wanted)
        self.organisations["predicted"] += len(found)
        self.organisations["found"] += len(wanted & found)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(right: int, predicted: int, gold: int) -> float | None:
    """The harmonic mean of precision and recall; None where nothing is annotated and nothing was found."""
    return 2 * right / (predicted + gold) if predicted + gold else None


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


def _overlap(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _around(text: str, span: Span) -> str:
    return " ".join(text[max(0, span[0] - _CONTEXT) : span[1] + _CONTEXT].split())


def _pairs(spans: Sequence[Span], figures: Sequence[Figure]) -> dict[int, int]:
    """One-to-one pairs by the largest overlap with the annotated number, reading order breaking ties."""
    candidates = sorted(
        (-shared, abs(spans[number][0] - figures[at].start), number, at)
        for number, at, shared in _overlapping(spans, figures)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, at in candidates:
        if number not in pairs and at not in taken:
            pairs[number] = at
            taken.add(at)
    return pairs


def _overlapping(spans: Sequence[Span], figures: Sequence[Figure]) -> Iterator[tuple[int, int, int]]:
    """Both in reading order, so that each looks at few of the other."""
    first = 0
    for number, span in enumerate(spans):
        while first < len(figures) and figures[first].end <= span[0]:
            first += 1
        for at in range(first, len(figures)):
            if figures[at].start >= span[1]:
                break
            shared = _overlap(span, (figures[at].start, figures[at].end))
            if shared > 0:
                yield number, at, shared


def _same(ours: Decimal | None, theirs: object) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    wanted = Decimal(str(theirs))
    return abs(ours - wanted) <= _TOLERANCE * max(Decimal(1), abs(ours), abs(wanted))


def _check(gold: Mapping[str, Any], figure: Figure, numbers: Mapping[int, int]) -> dict[str, bool]:
    relation = gold.get("relation") or None
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
        "link": (figure.relation, parent) == (relation, gold.get("parent") if relation else None),
        "period": _norm(figure.period) in _alternatives(gold.get("period")),
    }
    return right | dict.fromkeys(set(gold.get("soft") or ()) & right.keys(), True)


def _wanted(gold: Mapping[str, Any], name: str) -> str:
    if name == "link":
        return f"{gold['relation']} {gold['parent']}" if gold.get("relation") else ""
    value = gold.get(name)
    return "" if value is None else str(value)


def _got(figure: Figure, name: str, numbers: Mapping[int, int]) -> str:
    if name == "link":
        return f"{figure.relation} {numbers.get(figure.parent or 0, '?')}" if figure.relation else ""
    value = getattr(figure, name)
    return "" if value is None else str(value)
