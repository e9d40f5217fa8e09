"""The lexicon's words about laws (kinds `law-…`), compiled once per lexicon. All patterns read folded text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vkstats.names.vocabulary import Lexicon
from vkstats.text import fold
from vkstats.trie import trie

_HERE = "việt nam"
NEW_CODE, OLD_CODE = 2015, 1999
_LABEL = r"(?P<label> *số *:? *)"
_AMENDING = r"(?P<amending>luật +sửa đổi,? +bổ sung(?: +một số điều)?(?: +của)?(?: +các)? +)?"
LEVEL_VALUES = {
    "điểm": r"(?:[a-zđ]\d?|\d{1,2}(?= +khoản))",
    "khoản": r"\d{1,3}[a-zđ]?",
    "điều": r"\d{1,3}[a-zđ]?",
    "chương": r"(?:[ivx]+|\d{1,2})",
}
_COUNTED = ("unit", "measure", "money", "duration", "percent", "times")  # kinds that make a number an amount
PENAL_CODE = "Bộ luật Hình sự"
ARTICLE, CLAUSE, CHAPTER = "điều", "khoản", "chương"


def _level(word: str, after: str) -> str:
    """A level with its values: `khoản 1, khoản 2`, `các điều 138, 139 và 140`, `điều 5 đến điều 7`.

    A value behind a comma counts only where no noun that it might count follows (`Điều 173, 15 người …`).
    """
    value = rf"{LEVEL_VALUES[word]}(?![\w%]|[./-]\d)"
    more = rf" *(?:,|và|hoặc|-|đến|tới) *(?:{word} +)?{value}(?={after})"
    return rf"{word} +(?:từ +)?(?:{word} +)?\"?{value}\"?(?:{more})*(?!,\d)"


class LawVocabulary:
    """The lexicon's words about laws (kinds `law-…`) and the patterns made of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self.types = words("law-document")
        self.abbreviations = words("law-abbreviation")
        self.issuers = words("law-issuer")
        self.makers = words("law-maker")
        self.laws = _with_and_without_commas(words("law-name"))
        self.unsure = frozenset(words("law-name-unsure"))
        self.bare = frozenset(words("law-document-bare"))
        self.joint = frozenset(words("law-abbreviation-joint"))
        self.known_parts = frozenset(self.issuers).union(*(word.split("-") for word in self.abbreviations))
        self.articles = {  # year of the code → article → offence
            NEW_CODE: words("law-offence-2015"),
            OLD_CODE: words("law-offence-1999"),
        }
        self.numbers = {year: {name: number for number, name in code.items()} for year, code in self.articles.items()}
        names = {name for code in self.numbers.values() for name in code}
        self.aliases = words("law-offence-alias")
        self.offences = _with_and_without_commas(dict(self.aliases) | {fold(name): name for name in names})

        types, laws = trie(self.types), trie(self.laws)
        self.type_before = re.compile(rf"(?<!\w)(?P<type>{types})(?:{_LABEL}| +)$|{_LABEL.replace('label', 'only')}$")
        self.numbered_type = re.compile(rf"(?<!\w)(?P<type>{types})(?:{_LABEL}| +)(?=\d)")
        self.law = re.compile(rf"(?<![\w-]){_AMENDING}(?P<law>{laws})(?![\w-])")
        self.no_law = re.compile(rf"(?<!\w){trie(words('law-not'))} +$")
        back = trie(words("law-back"))
        self.elsewhere = re.compile(rf"{back}(?!\w)|(?:{trie(words('law-other'))}|{types} +{back})(?!\w)")
        countries = [word for word in words("name-country") if word != _HERE]
        self.foreign = re.compile(rf" +(?:của +|nước +)*(?:{trie([*countries, *words('law-foreign')])})(?!\w)")
        self.issuer = re.compile(rf"(?P<issuer>{trie(self.issuers)})(?![\w-])")
        after = (
            rf' *(?:[;.:,)\]"/-]|$|\n|(?:và|hoặc|hay|của|đến|tới|trong|thì|là|quy định)(?!\w)'
            rf"|(?:{'|'.join(LEVEL_VALUES)})(?!\w)|{laws}|{types})"
        )
        self.level = re.compile(rf"(?<!\w)(?:{'|'.join(_level(word, after) for word in LEVEL_VALUES)})")
        self.values = {
            word: re.compile(rf"(?P<range>(?:-|đến|tới) *(?:{word} +)?)?(?<!\w)(?P<value>{value})(?!\w)")
            for word, value in LEVEL_VALUES.items()
        }
        self.counted = re.compile(rf" +{trie(word for kind in _COUNTED for word in words(kind))}(?!\w)")
        self.offence = re.compile(rf"{trie(self.offences)}(?!\w)")
        self.charge = re.compile(rf"(?<!\w){trie(words('law-charge'))}(?!\w)")


def _with_and_without_commas(names: Mapping[str, str]) -> dict[str, str]:
    """Inside long names commas come and go: `Luật Phòng chống tham nhũng`, `lợi dụng chức vụ quyền hạn …`."""
    return {name.replace(",", ""): full for name, full in names.items()} | dict(names)


@lru_cache(maxsize=4)
def law_vocabulary(lexicon: Lexicon) -> LawVocabulary:
    """The words about laws of a lexicon, compiled once per process."""
    return LawVocabulary(lexicon)


def spaced(word: str) -> str:
    """A word of the text as the lexicon writes it: with one space between syllables."""
    return " ".join(word.split())
