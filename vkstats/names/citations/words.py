"""The lexicon's words about laws (kinds `law-…`), compiled once per lexicon. All patterns read folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial

from vkstats.names.citations.mention import Source
from vkstats.names.lexicon import only, pattern
from vkstats.shapes import YEAR
from vkstats.text import fold
from vkstats.trie import trie
from vkstats.vocabulary import Lexicon

NEW_CODE, OLD_CODE = 2015, 1999
_LABEL = " *<name-number> *:? *"
# The levels inside a document, the smallest first: what their values look like.
POINT, CLAUSE, ARTICLE, CHAPTER = "law-point", "law-clause", "law-article", "law-chapter"
_LEVEL_VALUES = {
    POINT: r"(?:[a-zđ]\d?|\d{1,2}(?= +<law-clause>))",
    CLAUSE: r"\d{1,3}[a-zđ]?",
    ARTICLE: r"\d{1,3}[a-zđ]?",
    CHAPTER: r"(?:[ivx]+|\d{1,2})",
}
_DAY = r"<law-day> +(?P<day>\d{1,2})(?: *[/.-] *| +<law-month> +)(?P<month>\d{1,2})(?: *[/.-] *| +<law-year> +)"


def _level(kind: str, after: str) -> str:
    """A level with its values: `khoản 1, khoản 2`, `các điều 138, 139 và 140`, `điều 5 đến điều 7`.

    A value behind a comma counts only where no noun that it might count follows (`Điều 173, 15 người …`).
    """
    value = rf"{_LEVEL_VALUES[kind]}(?![\w%]|[./-]\d)"
    more = rf" *(?:,|<name-and|name-or>|-|<law-to>) *(?:<{kind}> +)?{value}(?={after})"
    return rf"(?P<{kind[4:]}><{kind}>) +(?:<law-from> +)?(?:<{kind}> +)?\"?{value}\"?(?:{more})*(?!,\d)"


class LawWords:
    """The lexicon's words about laws and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._read_numbers()
        self._read_laws()
        self._read_levels()
        self._read_offences()

    def _read_numbers(self) -> None:
        words, compiled = self._lexicon.words, partial(pattern, self._lexicon)
        self.types = words("law-document")
        self.bare = frozenset(words("law-document-bare"))
        self.abbreviations = words("law-abbreviation")
        self.joint = frozenset(words("law-abbreviation-joint"))
        self.issuers = words("law-issuer")
        self.makers = words("law-maker")
        self.assembly = frozenset(words("law-assembly"))
        self.letter = only(self._lexicon, "law-letter")
        self.known_parts = frozenset(self.issuers).union(*(word.split("-") for word in self.abbreviations))
        self._number_word = only(self._lexicon, "name-number")
        self._year_word = only(self._lexicon, "law-year")
        self.numbered = compiled(_LABEL)
        self.numbered_before = compiled(r"<name-number> *:? *$")
        self.type_before = compiled(rf"(?<!\w)(?P<type><law-document>)(?:{_LABEL}| +)$|{_LABEL}$")
        self.numbered_type = compiled(rf"(?<!\w)(?P<type><law-document>)(?:(?P<label>{_LABEL})| +)(?=\d)")
        self.dated = compiled(rf" *[,(]? *(?:<law-signed> +)?{_DAY}(?P<year>\d{{4}})(?!\d)")
        self.of = compiled(r" *,? *<name-of> +")
        self.issuer = compiled(r"(?P<issuer><law-issuer>)(?![\w-])")
        # Behind a comma the year is the law's where the phrase ends: not `Theo Luật Đất đai, năm 2013 thu hồi …`.
        self.year = compiled(
            rf"(?: +<law-current>)?(?: *\(? *<law-year> *| +\(?| *,(?= *<law-year> *\d+ *(?:[,.;)]|$)) *<law-year> *)"
            rf"(?P<year>{YEAR})(?![\w/%]|[.,]\d|-\d)"
        )
        self.counted = compiled(r" +<unit|measure|money|duration|percent|times>(?!\w)")

    def _read_laws(self) -> None:
        words, compiled = self._lexicon.words, partial(pattern, self._lexicon)
        self.laws = _with_and_without_commas(words("law-name"))
        self.unsure = frozenset(words("law-name-unsure"))
        self.law_types = tuple(words("law-type").values())
        self.penal_code = only(self._lexicon, "law-penal")
        self.amendments = _with_and_without_commas(words("law-amending"))
        self.law = compiled(
            r"(?<![\w-])(?:(?P<amending><law-amending>) +)?(?P<law><law-name>)(?![\w-])",
            law_amending=self.amendments,
            law_name=self.laws,
        )
        self.no_law = compiled(r"(?<!\w)<law-not> +$")
        self.elsewhere = compiled(r"<law-back>(?!\w)|(?:<law-other>|<law-document> +<law-back>)(?!\w)")
        countries = [word for word in words("name-country") if word not in words("name-home")]
        self.foreign = compiled(r" +(?:<name-country-cue> +)*<name-country|law-foreign>(?!\w)", name_country=countries)
        self.amended = compiled(
            rf" *[(,]? *(?:<law-amended-cue> +)?<law-amended>(?:,? *<law-year>)? *{YEAR}(?!\w)",
            law_amended=_with_and_without_commas(words("law-amended")),
        )
        self.to_source = compiled(r" *[,(]? *(?:<name-of|name-at|law-in> +)?")
        self.from_source = compiled(r" *[,(:] *(?:<name-at> +)?$| +<name-at> +$")
        self.and_source = compiled(r"[ ,;(]*(?:<name-and|name-or|name-together> +)?")

    def _read_levels(self) -> None:
        compiled = partial(pattern, self._lexicon)
        self.level_names = {kind: only(self._lexicon, kind) for kind in _LEVEL_VALUES}
        after = (
            r' *(?:[;.:,)\]"/-]|$|\n|<law-after>(?!\w)|<law-point|law-clause|law-article|law-chapter>(?!\w)'
            r"|<law-name>|<law-document>)"
        )
        levels = "|".join(_level(kind, after) for kind in _LEVEL_VALUES)
        self.level = compiled(rf"(?<!\w)(?:{levels})", law_name=self.laws)
        self.values = {
            kind: compiled(rf"(?P<range>(?:-|<law-to>) *(?:<{kind}> +)?)?(?<!\w)(?P<value>{value})(?!\w)")
            for kind, value in _LEVEL_VALUES.items()
        }
        self.repeated = {kind: compiled(rf"<{kind}> +$") for kind in _LEVEL_VALUES}
        self.level_gap = compiled(
            r"[ ,;(]*(?:<name-and|name-or|name-together|name-of|name-at> +)?(?:<name-place-several|name-at> +)?"
        )

    def _read_offences(self) -> None:
        words, compiled = self._lexicon.words, partial(pattern, self._lexicon)
        self.articles = {  # year of the code → article → offence
            NEW_CODE: words("law-offence-2015"),
            OLD_CODE: words("law-offence-1999"),
        }
        self.numbers = {year: {name: number for number, name in code.items()} for year, code in self.articles.items()}
        names = {name for code in self.numbers.values() for name in code}
        self.aliases = words("law-offence-alias")
        self.offences = _with_and_without_commas(dict(self.aliases) | {fold(name): name for name in names})
        self.offence_head = only(self._lexicon, "law-offence")
        self.offence = re.compile(rf"{trie(self.offences)}(?!\w)")
        quote = r'(?P<quote>" *)?'
        self.offence_opening = compiled(rf"(?<!\w)<law-offence> *:? *{quote}")
        self.deed_opening = compiled(rf"(?<!\w)<law-deed> *{quote}")
        self.next_offence = compiled(
            r' *"? *(?:[,;] *(?:<name-and|name-or> +)?|<name-and|name-or|name-together> +)'
            rf"(?:<law-next-offence>(?!\w) *)?{quote}"
        )
        self.to_article = compiled(r'[ ,.(:"]*(?:<law-to-article> +)*')
        self.from_article = compiled(r"[ ,(:]*(?:<law-from-article> +)*$")
        self.charge = compiled(r"(?<!\w)<law-charge>(?!\w)")

    def name_of(self, source: Source) -> str:
        """`Nghị quyết số 96/2019/QH14`, `Luật Đất đai năm 2013`."""
        if source.law:
            return f"{source.law} {self._year_word} {source.year}" if source.year else source.law
        return f"{source.type} {self._number_word} {source.number}" if source.type else f"{source.number}"

    def type_of(self, law: str) -> str:
        """The type that a law's name begins with, else the name itself: `Bộ luật`, `Hiến pháp`."""
        return next((each for each in self.law_types if law.startswith(each)), law)


def _with_and_without_commas(names: Mapping[str, str]) -> dict[str, str]:
    """Inside long names commas come and go: `Luật Phòng chống tham nhũng`, `lợi dụng chức vụ quyền hạn …`."""
    return {name.replace(",", ""): full for name, full in names.items()} | dict(names)


@lru_cache(maxsize=4)
def law_words(lexicon: Lexicon) -> LawWords:
    """The words about laws of a lexicon, compiled once per process."""
    return LawWords(lexicon)
