"""How far records are from annotated texts: what was found, which fields are right, and every mistake.

The counts of documents add up; the rates are taken from the sum. A figure that was put out answers the annotated
figure whose number it shares the most characters with, one to one, nearer starts first. Case, spaces, commas and
spelling variants (`hoà`/`hòa`, `tỉ`/`tỷ`, `kì`/`kỳ`) never count. What each rate means is told in docs/scoring.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from vkstats.annotation import FIELDS, FRAME, Annotation, WantedFigure, WantedPerson
from vkstats.model import DocumentRecord, Figure, Person
from vkstats.text import fold, normalise

__all__ = [
    "MEASURES",
    "ROW",
    "Comparison",
    "Difference",
    "Fault",
    "Mistake",
    "Subject",
    "compare",
    "rates",
    "wrong_fields",
]

# A row of a table is right where all of these are.
ROW = ("value", "unit", "item", "role", "direction", "baseline", "link", "period")
_FRAME_RATES = tuple(f"doc_{name}" for name in FRAME)
# What `rates` gives: two numbers of things, then shares between 0 and 1.
MEASURES = (
    *("documents", "figures", "precision", "recall", "f1", *FIELDS, "row"),
    *("people", "people_full", "organisations", *_FRAME_RATES),
)
# The share of words in common (Dice coefficient) from which on two phrases say the same.
_PHRASE_ENOUGH, _ROLE_ENOUGH, _ORGANISATION_ENOUGH = 0.5, 0.8, 0.6
_CONTEXT_BEFORE, _CONTEXT_AFTER = 50, 40  # code points
_CLOSE = 1e-9  # relative; numbers are written in decimals on both sides


class Fault(StrEnum):
    """How an answer is not the one wanted."""

    WRONG = "wrong"
    MISSED = "missed"
    EXTRA = "extra"


class Subject(StrEnum):
    """What an answer is about."""

    FIGURE = "figure"
    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with the answer wanted (accepted ones with `|` between them) and the one got; None: nothing said.

    A link is the relation and the number of the annotated figure that it leads to: `change_of 3`.
    """

    field: str
    wanted: Decimal | str | None
    got: Decimal | str | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """One answer that is not the one wanted.

    `where` is `path:line` and `document` the id of the annotation; `number` that of the annotated figure, None
    for an extra one and for anything else; `context` the text around a figure, in one line.
    """

    where: str
    document: str
    subject: Subject
    fault: Fault
    number: int | None
    text: str
    differences: tuple[Difference, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The counts of one document, to be summed and given to `rates`, and its mistakes in reading order."""

    counts: Counter[str]
    mistakes: tuple[Mistake, ...]


def compare(wanted: Annotation, got: DocumentRecord) -> Comparison:
    """Compare the record of a document with its annotation; `got` must be the record of `wanted.text`."""
    counts = Counter({"documents": 1})
    mistakes = (
        *_figures(wanted, got, counts),
        *_people(wanted, got, counts),
        *_organisations(wanted, got, counts),
        *_frame(wanted, got, counts),
    )
    return Comparison(counts, mistakes)


def wrong_fields(wanted: Annotation, got: DocumentRecord) -> list[frozenset[str] | None]:
    """For each figure put out, the fields that are wrong; None for one that is not annotated."""
    pairs = _pairs(wanted.figures, got.figures)
    numbers = {got.figures[at].id: wanted.figures[index].number for index, at in pairs.items()}
    wrong = {
        at: frozenset(_differences(wanted.figures[index], got.figures[at], numbers)) for index, at in pairs.items()
    }
    return [wrong.get(at) for at in range(len(got.figures))]


def rates(counts: Mapping[str, int]) -> dict[str, float | None]:
    """The measures by name, in the order of `MEASURES`, out of summed counts; None: there was nothing to measure.

    `precision` is the share of figures put out that are annotated, `recall` the share of annotated ones put out,
    each field its share of right answers among the figures found. `f1` is the harmonic mean of precision and
    recall, `row` the same with only those figures counted as found whose fields in `ROW` are all right; people and
    organisations likewise. `doc_…` are shares of the documents that annotate the field.
    """
    count = Counter(counts)
    given, found, wanted = count["given"], count["found"], count["figures"]
    people = count["people given"], count["people wanted"]
    return {
        "documents": count["documents"],
        "figures": wanted,
        "precision": _share(found, given),
        "recall": _share(found, wanted),
        "f1": _f1(found, given, wanted),
        **{field: _share(count[field], found) for field in FIELDS},
        "row": _f1(count["row"], given, wanted),
        "people": _f1(count["people"], *people),
        "people_full": _f1(count["people_full"], *people),
        "organisations": _f1(count["organisations"], count["organisations given"], count["organisations wanted"]),
        **{name: _share(count[name], count[f"{name} wanted"]) for name in _FRAME_RATES},
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(right: int, given: int, wanted: int) -> float | None:
    if not given and not wanted:
        return None
    precision, recall = _share(right, given) or 0.0, _share(right, wanted) or 0.0
    return 2 * precision * recall / (precision + recall) if right else 0.0


# --- figures ---


def _figures(wanted: Annotation, got: DocumentRecord, counts: Counter[str]) -> Iterator[Mistake]:
    pairs = _pairs(wanted.figures, got.figures)
    answered = set(pairs.values())
    # The figures put out by their ids, under the numbers of the annotation.
    numbers = {got.figures[at].id: wanted.figures[index].number for index, at in pairs.items()}
    extra = [
        figure
        for at, figure in enumerate(got.figures)
        if at not in answered and not any(_shared(span, (figure.start, figure.end)) > 0 for span in wanted.ignored)
    ]
    counts["figures"] += len(wanted.figures)
    counts["given"] += len(pairs) + len(extra)
    counts["found"] += len(pairs)
    for index, figure in enumerate(wanted.figures):
        context = _context(wanted.text, figure.start, figure.end)
        about = (wanted.where, wanted.id, Subject.FIGURE)
        if index not in pairs:
            yield Mistake(*about, Fault.MISSED, figure.number, figure.text, (), context)
            continue
        wrong = _differences(figure, got.figures[pairs[index]], numbers)
        counts.update(field for field in FIELDS if field not in wrong)
        counts["row"] += not any(field in wrong for field in ROW)
        if wrong:
            differences = tuple(difference for listed in wrong.values() for difference in listed)
            yield Mistake(*about, Fault.WRONG, figure.number, figure.text, differences, context)
    for answer in extra:
        context = _context(wanted.text, answer.start, answer.end)
        yield Mistake(wanted.where, wanted.id, Subject.FIGURE, Fault.EXTRA, None, answer.text, (), context)


def _pairs(wanted: Sequence[WantedFigure], got: Sequence[Figure]) -> dict[int, int]:
    """Which annotated figure (its index) is answered by which one put out: the largest overlap first."""
    candidates = sorted(
        (-shared, abs(figure.start - answer.start), index, at)
        for index, figure in enumerate(wanted)
        for at, answer in enumerate(got)
        if (shared := _shared((figure.start, figure.end), (answer.start, answer.end))) > 0
    )
    pairs: dict[int, int] = {}
    answered: set[int] = set()
    for _, _, index, at in candidates:
        if index not in pairs and at not in answered:
            pairs[index] = at
            answered.add(at)
    return pairs


def _differences(wanted: WantedFigure, got: Figure, numbers: Mapping[int, int]) -> dict[str, list[Difference]]:
    """The fields that are wrong, each with what differs in it."""
    link, got_link = _link(wanted.relation, wanted.parent), None
    if got.relation:
        got_link = _link(got.relation, numbers.get(got.parent or 0))
    parts = {
        "value": [
            Difference(name, getattr(wanted, name), getattr(got, name))
            for name in ("value", "max", "of")
            if not _same_number(getattr(wanted, name), getattr(got, name))
        ],
        "unit": _unless(_accepted(got.unit, wanted.unit), "unit", wanted.unit, got.unit),
        "kind": _unless(got.kind == wanted.kind, "kind", wanted.kind, got.kind),
        "item": _unless(_alike(got.item, wanted.item) >= _PHRASE_ENOUGH, "item", wanted.item, got.item),
        "action": _unless(_alike(got.action, wanted.action) >= _PHRASE_ENOUGH, "action", wanted.action, got.action),
        "modality": _unless(got.modality == wanted.modality, "modality", wanted.modality, got.modality),
        "role": _unless(got.role == wanted.role, "role", wanted.role, got.role),
        "direction": _unless(got.direction == wanted.direction, "direction", wanted.direction, got.direction),
        "baseline": _unless(_accepted(got.baseline, wanted.baseline), "baseline", wanted.baseline, got.baseline),
        "link": _unless(got_link == link, "link", link, got_link),
        "period": _unless(_accepted(got.period, wanted.period), "period", wanted.period, got.period),
    }
    return {field: listed for field, listed in parts.items() if listed and field not in wanted.soft}


def _unless(right: bool, field: str, wanted: str | None, got: str | None) -> list[Difference]:  # noqa: FBT001
    return [] if right else [Difference(field, wanted or None, got or None)]


def _link(relation: str | None, parent: int | None) -> str | None:
    return f"{relation} {parent or '?'}" if relation else None


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _same_number(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    ours, theirs = float(one), float(other)
    return abs(ours - theirs) <= _CLOSE * max(1.0, abs(ours), abs(theirs))


def _context(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _CONTEXT_BEFORE), min(len(text), end + _CONTEXT_AFTER)
    words = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"


# --- people, organisations, the document itself ---


def _people(wanted: Annotation, got: DocumentRecord, counts: Counter[str]) -> Iterator[Mistake]:
    theirs = {_plain(person.name): person for person in wanted.people}
    ours = {_plain(person.name): person for person in got.people}
    ignored = set(map(_plain, wanted.ignored_people))
    counts["people wanted"] += len(theirs)
    counts["people given"] += len(ours.keys() - ignored)
    for name, person in theirs.items():
        if name not in ours:
            if name not in ignored:
                yield Mistake(wanted.where, wanted.id, Subject.PERSON, Fault.MISSED, None, person.name)
            continue
        wrong = _person(person, ours[name])
        counts["people"] += 1
        counts["people_full"] += not wrong
        if wrong:
            yield Mistake(wanted.where, wanted.id, Subject.PERSON, Fault.WRONG, None, person.name, tuple(wrong))
    for name, found in ours.items():
        if name not in theirs and name not in ignored:
            yield Mistake(wanted.where, wanted.id, Subject.PERSON, Fault.EXTRA, None, found.name)


def _person(wanted: WantedPerson, got: Person) -> list[Difference]:
    role = _alike(got.role, wanted.role) >= _ROLE_ENOUGH
    organisation = _alike(got.organisation, wanted.organisation) >= _ORGANISATION_ENOUGH
    return [
        *_unless(role, "role", wanted.role, got.role),
        *_unless(organisation, "organisation", wanted.organisation, got.organisation),
    ]


def _organisations(wanted: Annotation, got: DocumentRecord, counts: Counter[str]) -> Iterator[Mistake]:
    theirs = {_plain(name): name for name in wanted.organisations}
    ours = {_plain(entity.name): entity.name for entity in got.organisations}
    counts["organisations wanted"] += len(theirs)
    counts["organisations given"] += len(ours)
    counts["organisations"] += len(theirs.keys() & ours.keys())
    for fault, names, others in ((Fault.MISSED, theirs, ours), (Fault.EXTRA, ours, theirs)):
        for key, name in names.items():
            if key not in others:
                yield Mistake(wanted.where, wanted.id, Subject.ORGANISATION, fault, None, name)


def _frame(wanted: Annotation, got: DocumentRecord, counts: Counter[str]) -> Iterator[Mistake]:
    wrong: list[Difference] = []
    for field, answer in wanted.frame.items():
        found = getattr(got.frame, field)
        differences = _unless(_accepted(found, answer), field, answer, found)
        counts[f"doc_{field} wanted"] += 1
        counts[f"doc_{field}"] += not differences
        wrong += differences
    if wrong:
        yield Mistake(wanted.where, wanted.id, Subject.DOCUMENT, Fault.WRONG, None, "", tuple(wrong))


# --- words ---


def _plain(words: str | None) -> str:
    """The words in the form in which they are compared."""
    return " ".join(fold(normalise(words or "")).replace(",", " ").replace(";", " ").split())


def _answers(accepted: str) -> Iterable[str]:
    return map(_plain, accepted.split("|"))


def _accepted(got: str | None, accepted: str) -> bool:
    return _plain(got) in _answers(accepted)


def _alike(got: str | None, accepted: str) -> float:
    """The largest share of words in common with an accepted answer, 0 to 1; 1.0 if both are empty."""
    ours = _plain(got).split()
    return max(_overlap(ours, answer.split()) for answer in _answers(accepted))


def _overlap(ours: Sequence[str], theirs: Sequence[str]) -> float:
    if not ours and not theirs:
        return 1.0
    return 2 * (Counter(ours) & Counter(theirs)).total() / (len(ours) + len(theirs))
