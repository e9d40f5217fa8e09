"""The words of a document's layout: the kinds `layout-…` of the lexicon as patterns on folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vkstats import shapes
from vkstats.trie import trie
from vkstats.values.numerals import SCALES
from vkstats.vocabulary import Lexicon

_GAP = r"[ ,|()'•·/-]*+"  # between the parts of a publication stamp
_UNIT_KINDS = ("percent", "money", "measure", "unit")
_LABEL_KINDS = (
    *("table-number", "table-corner", "table-unit", "table-counts", "table-counted", "table-total"),
    *("table-change", "table-share", "table-status", "table-aside"),
)
_ZONE = r"[(\[]? ?(?:gmt|utc) ?[+-] ?\d{1,2}(?::\d{2})? ?[)\]]?|[+-]\d{2}:\d{2}(?!\d)|z(?!\w)"
_ZOOM = "100 ?%$"  # the size of letters, between the buttons that change it


class Words:
    """The patterns made of the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._read_lines(lexicon)
        self._read_stamp(lexicon)
        self._read_letterhead(lexicon)
        self._read_parts(lexicon)
        self._read_authors(lexicon)
        self.tables = TableWords(lexicon, self.times)
        fields = lexicon.words("layout-field")
        self.fields = fields
        self.field = re.compile(rf"(?P<field>{trie(fields)}) ?: *")

    def _read_lines(self, lexicon: Lexicon) -> None:
        openings = trie(word.capitalize() for word in lexicon.words("layout-opening"))
        # No sentence goes on with one of these in a capital, or with a whole line in brackets.
        self.opening = re.compile(rf"{openings}\b|\([^\W\d_a-z\u00e0-\u1ef9][^()]*\)$")
        self.open_ends = frozenset(lexicon.words("layout-open-end"))
        self.abbreviations = frozenset(lexicon.words("layout-abbreviation"))
        divisions = lexicon.words("layout-division")
        numbered = trie(word for word, behind in divisions.items() if behind == "number")
        worded = trie(word for word, behind in divisions.items() if behind == "word")
        self.marker = re.compile(rf"(?:{shapes.MARKER}|(?:{worded} \w+|{numbered} (?:[ivx]+|\d+))\b[.:]?)[ .]*")
        self.times = frozenset(lexicon.words("layout-dated"))
        self.dated = re.compile(rf"{trie(self.times)} [\d/.-]+")

    def _read_stamp(self, lexicon: Lexicon) -> None:
        self.months = {word: int(number) for word, number in lexicon.words("layout-month").items()}
        numbers = {"d": r"\d{1,2}", "m": rf"(?:\d{{1,2}}|{trie(self.months)})(?!\w)", "y": r"\d{4}"}
        days = lexicon.words("layout-day")
        day = "|".join(_written_day(written, numbers) for written in days)
        half = rf"(?:(?<!m) ?(?P<half>{trie(lexicon.words('layout-half-day'))})(?!\w))?"
        self.halves = lexicon.words("layout-half-day")
        self.clock = re.compile(shapes.CLOCK + half)
        self._views = rf"{trie(lexicon.words('layout-views'))} ?:? ?[\d.,]+"
        parts = {
            "day": rf"{shapes.NUMERIC_DAY}|{shapes.ISO_DAY}t?|{day}",
            "clock": rf"{shapes.CLOCK}{half}(?:\.\d+)?",
            "weekday": trie(lexicon.words("layout-weekday")),
            "zone": _ZONE,
            "views": self._views,
            "label": rf"{trie(lexicon.words('layout-published'))} ?:?",
        }
        # One part of a publication stamp, with the marks behind it; the group that matched names it.
        self.stamp_part = re.compile(
            "(?:" + "|".join(f"(?P<{kind}>{part})" for kind, part in parts.items()) + f"){_GAP}"
        )
        self.section = re.compile(trie(lexicon.words("layout-section")))
        named = {part: f"(?P<{part}>{number})" for part, number in numbers.items()}
        self.written_days = tuple(re.compile(_written_day(written, named)) for written in days)
        self.place_and_day = re.compile(rf"[^\W\d][\w .'-]{{1,40}}, ?(?:{day})")

    def _read_parts(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        units = words("table-unit")
        sure, unsure = (trie(word for word, how in units.items() if how == kind) for kind in ("sure", "unsure"))
        labels = trie([*words("layout-recipients"), *words("layout-site-label")])
        signs = words("layout-signs-for")
        any_, office = (trie(word for word, how in signs.items() if how == kind) for kind in ("any", "office"))
        over = trie(words("layout-office"))
        signs_for = rf"(?:{any_}\. ?\w|{office}\. ?(?:\w+ ){{0,3}}{over}(?!\w))"
        self.boilerplate = re.compile(
            rf"{self.motto.pattern}|{trie(words('layout-site'))}|{labels} ?:"
            rf"|\(?(?:{sure}|{unsure}(?= ?: ?\d)) ?:|{trie(words('layout-number'))} ?: ?\S*/"
            rf"|\(?{trie(words('layout-signed'))}\)?$|{self._views}|{signs_for}|{_ZOOM}"
        )
        signed = trie(words("layout-signed"))
        self.signed = re.compile(rf"\(?{signed}(?:\)|$)|\({trie(words('layout-sign-here'))}(?!\w)[^()]*\)$")
        self.over_name = re.compile(
            rf"{signs_for}|{trie(words('layout-signer'))}(?!\w)"
            rf"|(?:\w+ ){{0,3}}{trie(words('layout-office'))}(?!\w)"
        )
        self.recipients = re.compile(trie(words("layout-recipients")))
        # The line over a signature: `VIỆN TRƯỞNG`, `PHÓ CHỦ TỊCH`.
        self.office = re.compile(rf"(?:\w+ ){{0,3}}{trie(words('layout-office'))}$")
        self.caption = re.compile(rf"\(?{trie(words('layout-caption'))}(?: \d+)? ?[:.)]")
        self.picture = re.compile(trie([*words("layout-picture"), *words("layout-picture-sort")]))
        self.caption_end = re.compile(
            rf"(?:\b{trie(words('layout-picture'))} ?: ?[^.]*(?:\.[^. ]*)*\)?\.?"
            rf"|{trie(words('layout-picture-sort'))} ?\)?\.?)$"
        )
        self.scene = re.compile(rf"{trie(words('layout-scene'))} |.* {trie(words('layout-occasion'))}\b")

    def _read_letterhead(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        motto, form, label = trie(words("layout-motto")), trie(words("layout-form")), trie(words("layout-published"))
        blank = "|".join(map(_blank_day, words("layout-day")))
        place, day = r"[^\W\d][\w .'-]{1,40}, ?", rf"(?:{label} )?(?:{blank}|{shapes.NUMERIC_DAY})"
        number = rf"(?:{form} )?{trie(words('layout-number'))} ?:?[\w.… _-]{{0,12}}[/-] ?\w[\w/.&-]*"
        self.form = re.compile(rf"{form}(?: {trie(words('layout-form-sort'))})?$")
        self.motto = re.compile(rf"(?:{motto}(?: ?- ?\w+ \w+)?\W*)+$")
        self.motto_inside = re.compile(rf"(?<=\w) +(?P<other>{motto})")
        self.number = re.compile(rf"{number}$")
        self.place_and_any_day = re.compile(rf"(?:{place})?{day}\.?$")
        # A number or a day with room to fill it in, up to where it is filled in.
        self.blank = re.compile(
            rf"{trie(words('layout-number'))} ?:?[\w.… _-]*(?:[/-]\w[\w/.&-]*)?|(?:{place})?(?:{label} )?(?:{blank})"
        )
        about = trie(words("layout-about"))
        left, right = rf"(?:{number}|{motto}(?: ?- ?\w+ \w+)?)", rf"{place}{day}|{about}(?!\w).*"
        self.right_inside = re.compile(rf"^{left} +(?P<other>{right})$")
        self.about = re.compile(rf"{trie(words('layout-about'))}(?!\w) ?:? *")
        self.addressee = re.compile(rf"{trie(words('layout-addressee'))}(?!\w)")
        self.mark = re.compile(rf"\W*{trie(words('layout-mark'))}\W*")
        seats = words("layout-seat")
        place, body = (trie(word for word, how in seats.items() if how == kind) for kind in ("place", "body"))
        # The line that goes on with the name of a body above it: `TỈNH THÁI BÌNH`, not `TỈNH ỦY THÁI BÌNH`.
        self.seat = re.compile(rf"(?!{body}(?!\w)){place}(?!\w)")

    def _read_authors(self, lexicon: Lexicon) -> None:
        conjunction = trie(lexicon.words("layout-and"))
        credit = trie(lexicon.words("layout-credit"))
        self.credit = re.compile(rf"\(?(?:{credit}(?: ?[,&/:.-] ?| {conjunction} | )(?=\S))+")
        honours = lexicon.words("layout-honour")
        degree = trie(word for word, how in honours.items() if how == "degree")
        rank = trie([*(word for word, how in honours.items() if how == "rank"), *lexicon.words("name-role")])
        self.honour = re.compile(rf"(?:(?:(?P<rank>{rank})|{degree})(?!\w)[.,]* *)+(?=\S)")
        self.between_names = re.compile(rf" ?[-–,&/] ?| {conjunction} ")
        # `X - VKSND huyện Y`: the office begins with one of these, or is a long phrase.
        offices = "|".join(map(_digits_at_marks, lexicon.words("layout-author-office").values()))
        self.author_office = re.compile(
            rf" ?[-–/] ?(?=(?:{offices})(?!\w))| ?[-–] ?(?=\S{{3,}} \S+ \S+ \S+)| ?\((?=[^()]*\)\W*$)"
        )
        roles = trie(lexicon.words("name-role"))
        self.role_behind = re.compile(rf" ?[,–-] ?(?={roles}(?!\w))")
        self.credit_behind = re.compile(rf" ?\(?{trie(lexicon.words('layout-credit-behind'))}\)?\.?$")
        self.surnames = frozenset([*lexicon.words("name-surname"), *lexicon.words("name-surname-rare")])
        self.provinces = frozenset(lexicon.words("name-province"))
        self.source = re.compile(rf"\(?{trie(lexicon.words('layout-source'))}(?: ?: ?| )(?=\S)")
        self.addresses = frozenset(lexicon.words("layout-address").values())
        self.unsure_addresses = frozenset(lexicon.words("layout-address-unsure").values())


class TableWords:
    """The words by which the labels and units of tables are known, as `vkstats.grid` asks for them."""

    def __init__(self, lexicon: Lexicon, times: frozenset[str]) -> None:
        self.times = times
        labels = [word for label in _LABEL_KINDS for word in lexicon.words(label)]
        units = trie([word for unit in _UNIT_KINDS for word in lexicon.words(unit)])
        scales, money = trie(SCALES), trie(lexicon.words("table-money"))
        corners = trie([*lexicon.words("table-number"), *lexicon.words("table-corner")])
        self.label = re.compile(rf"(?:{trie([*labels, *times])}|{units}\b|{shapes.YEAR}$|%)")
        self.status = re.compile(trie(lexicon.words("table-status")))
        self.counts = re.compile(trie(lexicon.words("table-counts")))
        self.counting = re.compile(rf"\b{trie(lexicon.words('table-counts'))} {units}\b")
        self.corner = re.compile(rf"{corners}$")
        self.stated = re.compile(rf"\b{trie(lexicon.words('table-unit'))} ?:")
        self.numbered = re.compile(rf"(?:^|(?<= )){trie(lexicon.words('table-numbered'))}$")
        self.ditto = re.compile(rf"(?:^|(?<= ))({trie(lexicon.words('table-ditto'))})$")
        self.unit = re.compile(
            rf"(?:^|(?<=[ (]))((?:[\d.]+ )?(?:{scales} )*{units}(?:/[\w ]+)?|(?:{scales} )*{money})$"
        )


_PART = re.compile(r"\{(\w)\}")


def _written_day(written: str, numbers: Mapping[str, str]) -> str:
    """The pattern of a day in words; `numbers` are the patterns of its parts, which stand in braces."""
    return "".join(numbers[part] if at % 2 else re.escape(part) for at, part in enumerate(_PART.split(written)))


def _blank_day(written: str) -> str:
    """The pattern of a day in words, whose numbers may be left to be filled in by hand."""
    return r"[\d .…_/]*".join(re.escape(word.strip()) for word in _PART.split(written)[::2])


def _digits_at_marks(word: str) -> str:
    return re.escape(word).replace(r"\#", r"\d+")


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The words of a lexicon, compiled once per process."""
    return Words(lexicon)
