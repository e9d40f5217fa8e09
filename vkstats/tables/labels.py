"""What the labels of a table say: unit and scale, time, change, share, and the noun phrase that is left.

The words are the kinds `table-…` of the lexicon, units and times those of running text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from vkstats.lex import lexer_of
from vkstats.model import Direction, Kind
from vkstats.packs import RuleSet
from vkstats.packs.wordlist import is_part
from vkstats.shapes import DIGITS, MARKER, is_year
from vkstats.text import fold
from vkstats.trie import trie
from vkstats.values import periods
from vkstats.values.numerals import SCALES, read_digits
from vkstats.values.periods import TimeExpression

_UNIT_KINDS: Mapping[str, Kind] = {
    "percent": Kind.PERCENT,
    "money": Kind.MONEY,
    "measure": Kind.MEASURE,
    "unit": Kind.COUNT,
}
_BRACKET = re.compile(r"\(([^()]*)\) *$")
_FORMULA = re.compile(r" ?\(\w+ ?=[^()]*\)")
_MARKER = re.compile(rf"{MARKER} *(?=\S)")
_NUMBER = re.compile(DIGITS)


@dataclass(frozen=True, slots=True)
class Unit:
    """What the numbers under a label count: canonical `name`; a number there means `scale` of it."""

    kind: Kind
    name: str
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a column or row. `words` is the noun phrase without unit and time, empty where it has none.

    `change` is a value of `table-change` (`up`, `down`, `both`, `against`), `status` one of `table-status`;
    `time` is what the numbers cover, or what a change is measured against.
    """

    words: str
    unit: Unit | None = None
    implied: Unit | None = None  # what it may count though it does not say so: `Cơ sở y tế` in a table of years
    noun: Unit | None = None  # what its words count where neither a bracket nor `số` says that they do: `Bị can`
    time: TimeExpression | None = None
    time_words: str = ""
    change: str | None = None
    is_rate: bool = False
    is_total: bool = False
    is_aside: bool = False
    status: str | None = None
    action: str | None = None
    year: int | None = None  # of the label above, where `time` leaves it out
    is_bare: bool = False  # no more than what is counted: `Số vụ`, `Bị can`

    @property
    def direction(self) -> Direction | None:
        """The direction that the label itself says."""
        return Direction(self.change) if self.change in ("up", "down") else None


class Labels:
    """Reads labels with the words of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._lexer = lexer_of(rules)
        self._units = {kind: rules.words(kind) for kind in _UNIT_KINDS}
        self._levels = rules.words("name-level")
        self._places = [rules.words(kind) for kind in ("name-province", "name-country")]
        self._counts = re.compile(rf"{trie(rules.words('table-counts'))} ")
        self._people = frozenset(rules.words("table-people").values())
        self._happened = rules.words("table-happened")
        self._money_scales = rules.words("table-money")
        self.not_summed = frozenset(rules.words("table-not-summed").values())
        self.is_number = rules.words("table-number").__contains__
        self.is_corner = rules.words("table-corner").__contains__
        changes = rules.words("table-change")
        self.is_change = changes.__contains__
        self.is_unit = rules.words("table-unit").__contains__
        self.is_ditto = rules.words("table-ditto").__contains__
        self._counted_first = re.compile(rf"{trie(rules.words('table-counted'))}\b")
        self._counting = re.compile(rf"\b{trie(rules.words('table-counts'))} ({trie(self._units['unit'])})\b")
        units = rules.words("table-unit")
        sure = trie(word for word, sort in units.items() if sort == "sure")
        self._stated = re.compile(rf"(?<!\w)(?:(?P<sure>{sure})|{trie(units)})(?!\w) ?(?P<colon>:)?")
        self._numbered = re.compile(rf"{trie(rules.words('table-caption'))} [\w./-]*[\divx][\w/-]*[.:)]? ?-? ?(?=\w)")
        self._sorting = re.compile(rf"(?<=\w),? {trie(rules.words('table-sorting'))}(?!\w)")
        inside = [word for word, sort in changes.items() if sort == "against" or not word.replace(" ", "").isalpha()]
        self._changed = re.compile(
            rf"(.*\w) \(?({trie(inside)}(?!\w).*)"
        )  # `Số vụ so với cùng kỳ`: of what stands in front
        self._lead = re.compile(rf"[-+*• ]*{trie(rules.words('table-lead'))}\b ?[:,]? ?")

    def read(self, written: str, corner: str = "") -> Label:
        """What a label says; `corner` is the label over a name, which may say that a bare number is a time."""
        text = " ".join(written.split())
        text = _FORMULA.sub("", text[self._marker_end(text) :]).rstrip(" :")
        if not text:
            return Label("")
        text, unit = self._without_unit(text)
        folded = fold(text)
        changed = self._changed.match(folded)
        if changed and not _opening(
            folded, self._rules.words("table-share")
        ):  # `Số vụ so với cùng kỳ`: of what is in front
            of = self.read(text[: changed.end(1)], corner)
            against = self.read(text[changed.start(2) :], corner)
            return replace(against, words=of.words, unit=unit or against.unit or of.unit, noun=of.noun)
        if folded in self._rules.words("table-total"):
            return Label(self._lowered(text), unit, is_total=True)
        is_rate = _opening(folded, self._rules.words("table-share")) is not None
        change = _opening(folded, self._rules.words("table-change"))
        status = None if change else _opening(folded, self._rules.words("table-status"))
        if status:
            text, folded = text[len(status[0]) :].strip(), folded[len(status[0]) :].strip()
        time, first, last = self._time(text, folded, corner)
        if time and time.relative and not first and folded[last:].strip() and not change:
            time, first, last = None, 0, 0  # `Kỳ trước chuyển sang` is not of the period before
        words = f"{text[:first]} {text[last:]}".strip(" ,-") if time else text
        counted, is_said = self._counted(fold(words))
        action = self._verb(words)
        if counted and action and _opening(fold(words), self._happened):
            words = f"{counted.name} {words[:1].lower()}{words[1:]}"  # `Bị thương` is of people
        return Label(
            self._lowered(words),
            unit or (counted if is_said else None),
            self._implied(fold(words)),
            None if is_said else counted,
            time,
            " ".join(folded[first:last].split()),
            change=str(change[1]) if change else None,
            is_rate=is_rate,
            is_aside=_opening(folded, self._rules.words("table-aside")) is not None,
            status=str(status[1]) if status else None,
            action=action,
            is_bare=counted is not None and fold(words) in self._bare(counted),
        )

    def is_counted(self, words: str) -> bool:
        """Whether a label says first what is counted or measured: `Số vụ`, `Diện tích`."""
        return self._counted_first.match(fold(words)) is not None

    def counted(self, written: str) -> Unit | None:
        """The noun that a label counts."""
        return self._counted(fold(written))[0]

    def named(self, line: str) -> Unit | None:
        """The one thing that a folded line says to be counted, anywhere in it: `bảng 1. số vụ án năm 2020`."""
        found = {str(unit) for match in self._counting.finditer(line) if (unit := self._units["unit"].get(match[1]))}
        return Unit(Kind.COUNT, found.pop()) if len(found) == 1 else None

    def behind_noun(self, words: str) -> str:
        """A label without what it says is counted: `Số đơn mới nhận`, `Số mới nhận` → `mới nhận`."""
        folded = fold(words)
        counts = self._counts.match(folded)
        start = counts.end() if counts else 0
        noun = _opening(folded[start:], self._units["unit"])
        return words[start + (len(noun[0]) if noun else 0) :].strip()

    def without_lead(self, written: str) -> tuple[bool, str]:
        """Whether a name begins by saying that it is a part (`Trong đó: + Đơn khiếu nại`), and the name behind that."""
        found = self._lead.match(fold(written))
        return (True, written[found.end() :].strip(" :")) if found else (False, written)

    def counted_off(self, counter: str, written: str) -> tuple[str, str]:
        """The style of what counts a row, in a column of its own or in front of its name, and the name without it."""
        folded = fold(written)
        marker = _MARKER.match(folded)
        said = counter or (marker.group().strip() if marker else "")
        return _style(said), written[marker.end() :] if marker else written

    def captioned(self, line: str) -> Unit | None:
        """The unit that a folded line behind a label for units names: `Đơn vị tính: triệu USD`."""
        *_, said = [None, *self._stated.finditer(line)]
        return self.unit(line[said.end() :].strip(" ():")) if said and (said["colon"] or said["sure"]) else None

    def is_unit_line(self, line: str) -> bool:
        """Whether a folded line only says the unit of a table."""
        return self._stated.match(line.strip(" (*")) is not None

    def without_sorting(self, caption: str) -> str:
        """A caption without what the rows are sorted by and what it is called: `Bảng 2. Số vụ chia theo huyện`."""
        folded = fold(caption)
        number, sorting = self._numbered.match(folded), self._sorting.search(folded)
        return caption[number.end() if number else 0 : sorting.start() if sorting else None]

    def unit(self, written: str) -> Unit | None:
        """`tỷ đồng`, `1.000 ha`, `vụ/10.000 dân`: the unit that words name; None where a word is left over."""
        words = fold(" ".join(written.split())).strip(" .:;")
        opening = next((word for word in self._rules.words("table-unit") if words.startswith(f"{word}:")), None)
        if opening:
            words = words.removeprefix(f"{opening}:").strip()
        scale = Decimal(1)
        digits = _NUMBER.match(words)
        if digits:
            number = read_digits(digits.group())
            if number is None or number.value <= 0:
                return None
            scale, words = number.value, words[digits.end() :].strip()
        first, _, rest = words.partition(" ")
        while first in SCALES:
            scale *= SCALES[first]
            if not rest and first in self._money_scales:
                return Unit(Kind.MONEY, self._money_scales[first], scale)
            first, _, rest = rest.partition(" ")
        words = f"{first} {rest}".strip()
        name, slash, per = words.partition("/")
        for kind, entries in self._units.items():
            unit = entries.get(name.strip())
            if unit is not None:
                return Unit(_UNIT_KINDS[kind], f"{unit}/{per.strip()}" if slash else str(unit), scale)
        return None

    def _marker_end(self, text: str) -> int:
        marker = _MARKER.match(fold(text))
        return marker.end() if marker else 0

    def _without_unit(self, text: str) -> tuple[str, Unit | None]:
        bracket = _BRACKET.search(text)
        unit = self.unit(bracket[1]) if bracket else None
        if bracket and unit:
            return text[: bracket.start()].strip(), unit
        if text.startswith("%") or text.endswith("%"):
            return text.strip("% "), Unit(Kind.PERCENT, "%")
        head, comma, tail = text.rpartition(",")
        unit = self.unit(tail) if comma else None
        return (head.strip(), unit) if unit else (text, None)

    def _time(self, text: str, folded: str, corner: str) -> tuple[TimeExpression | None, int, int]:
        """The time that a label names, and where it stands."""
        if is_year(folded):
            return periods.normalise("year", {"y": folded}), 0, len(text)
        if folded.isdigit() and corner:
            said = fold(f"{corner} {text}")
            tokens = self._lexer.lex(said, said, 0, len(said))
            mention = tokens[0].kinds.get("period") if len(tokens) == 1 else None
            return (mention, 0, len(text)) if isinstance(mention, TimeExpression) else (None, 0, 0)
        for token in self._lexer.lex(text, folded, 0, len(text)):
            mention = token.kinds.get("period")
            if isinstance(mention, TimeExpression):
                return mention, token.start, token.end
        return None, 0, 0

    def _counted(self, folded: str) -> tuple[Unit | None, bool]:
        """The noun that a label counts, and whether `số` says so: `Số vụ án`, `Bị can`; a longer unit wins."""
        found = self._counts.match(folded)
        start = found.end() if found else 0
        times = _opening(folded[start:], self._rules.words("times")) if found else None  # `Số lần trực tiếp kiểm sát`
        opening = self._noun(folded[start:]) or times
        happened = _opening(folded, self._happened)
        if opening is None:
            return (Unit(Kind.COUNT, str(happened[1])), False) if happened else (None, False)
        is_whole = opening[0] == folded or opening[1] in self._people  # `Huyện A`, `Công an tỉnh` count nothing
        return (Unit(Kind.COUNT, str(opening[1])), bool(found)) if found or is_whole else (None, False)

    def _noun(self, folded: str) -> tuple[str, object] | None:
        """The counted noun that a label opens with, and its unit."""
        found = _opening(folded, self._units["unit"])
        return None if found and is_part(folded, 0, len(found[0])) else found

    def _implied(self, folded: str) -> Unit | None:
        opening = self._noun(folded) if _opening(folded, self._levels) is None else None
        return Unit(Kind.COUNT, str(opening[1])) if opening else None

    def _bare(self, counted: Unit) -> frozenset[str]:
        counts = ("", *(f"{word} " for word in self._rules.words("table-counts")))
        return frozenset(f"{count}{counted.name}" for count in counts)

    def _lowered(self, words: str) -> str:
        """A label as it stands inside a sentence: `Số vụ` → `số vụ`, `Huyện A` → `huyện A`; names keep capitals."""
        first, _, rest = words.partition(" ")
        folded = fold(words)
        if words.isupper() and rest:
            return words.lower()
        if (first.isupper() and len(first) > 1) or any(folded in places for places in self._places):
            return words
        is_level = _opening(folded, self._levels) is not None
        return words if rest[:1].isupper() and not is_level else words[:1].lower() + words[1:]

    def _verb(self, words: str) -> str | None:
        tokens = self._lexer.lex(words, fold(words), 0, len(words))
        verbs = [token for token in tokens if "verb" in token.kinds and not token.kinds.keys() & {"border", "adjunct"}]
        if not verbs:
            return None
        end = verbs[0].end
        for verb in verbs[1:]:  # `kiến nghị thu hồi` is one
            if words[end : verb.start].strip():
                break
            end = verb.end
        return words[verbs[0].start : end].lower()


def merged(labels: Sequence[Label], reader: Labels) -> Label:
    """The labels over a column, from above to below, as one.

    What is counted or measured comes first, whichever row names it; the nearest says the unit and the time.
    """
    *uppers, last = labels
    if not uppers:
        return last
    near = [last, *reversed(uppers)]
    said = list(dict.fromkeys(label.words for label in near if label.words))
    said.sort(key=lambda words: not reader.is_counted(words))
    times = [label for label in near if label.time]
    unit = last.unit or next((label.unit for label in uppers[::-1] if label.unit and not last.noun), None)
    year = times[-1].time.part("y") if len(times) > 1 and times[-1].time else None
    return Label(
        " ".join(said),
        unit,
        next((label.implied for label in near if label.implied), None),
        next((label.noun for label in near if label.noun), None),
        times[0].time if times else None,
        times[0].time_words if times else "",
        change=next((label.change for label in near if label.change), None),
        is_rate=any(label.is_rate for label in near),
        is_total=last.is_total,
        is_aside=last.is_aside,
        status=next((label.status for label in near if label.status), None),
        action=next((label.action for label in near if label.action), None),
        year=int(year) if year and str(year).isdigit() else None,
        is_bare=last.is_bare and not any(label.words for label in uppers),
    )


def _style(counter: str) -> str:
    """How a row is counted: by Roman numbers, by capital letters, by numbers so deep, by letters, by a bullet."""
    said = counter.strip("()./ ")
    if said.isdigit() or "." in said:
        return f"1{'.1' * said.count('.')}"
    if said and set(said) <= set("ivx"):
        return "i"
    return said and ("a" if said.isalpha() else said)


def _opening(folded: str, entries: Mapping[str, object]) -> tuple[str, object] | None:
    """The longest entry that `folded` begins with, at a word's border, and its value."""
    end = len(folded)
    while end > 0:
        if folded[:end] in entries:
            return folded[:end], entries[folded[:end]]
        end = max(folded.rfind(" ", 0, end), 0)
    return None


@lru_cache(maxsize=4)
def labels_of(rules: RuleSet) -> Labels:
    """The label reader of a rule set."""
    return Labels(rules)
