"""The times of a line that can govern its figures: no base of a comparison, no clock time, no part of a law's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from vkstats.link.draft import Line
from vkstats.model import Token
from vkstats.packs import RuleSet
from vkstats.trie import trie
from vkstats.values.periods import Grain, TimeExpression

_NOT_GOVERNING = frozenset({"clock", "born"})  # forms of times
_REACH = 30  # characters in front of a year in which the name of its law begins
_PARTING = (",", ";", ")")


def governing_times(line: Line, rules: RuleSet) -> Iterator[tuple[int, Token, TimeExpression]]:
    """Each such time with the index of its token."""
    for at, token in enumerate(line.tokens):
        mention = token.kinds.get("period")
        if not isinstance(mention, TimeExpression) or mention.form in _NOT_GOVERNING:
            continue
        if any(one.first <= at < one.last for one in line.comparisons) or _names_law(line, at, mention, rules):
            continue
        yield at, token, mention


def _names_law(line: Line, at: int, mention: TimeExpression, rules: RuleSet) -> bool:
    """`Luật Đất đai năm 2013`, `Quyết định số 12 năm 2015`: whether a time belongs to the name of a law or document."""
    before = line.tokens[at - 1] if at else None
    said = _before(line, line.tokens[at].start)
    if before is None or "within" in before.kinds or said.endswith(_PARTING):
        return False
    acts, documents = _law_words(rules)
    start = max(line.sentence.start, line.tokens[at].start - _REACH)
    if any(line.text[start + act.start()].isupper() for act in acts.finditer(said)):
        return True  # the name of an act has a capital: `Luật Đất đai`, not `chấp hành pháp luật`
    # the year or day right behind the number of a document: `theo Quyết định số 41/QĐ-UBND ngày 21/3/2014`
    if mention.grain not in (Grain.YEAR, Grain.DAY):
        return False
    if "citation" in before.kinds:
        return True
    return "label" in before.kinds and documents.search(_before(line, before.end)) is not None


def _before(line: Line, end: int) -> str:
    return line.folded[max(line.sentence.start, end - _REACH) : end].rstrip()


@lru_cache(maxsize=4)
def _law_words(rules: RuleSet) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Acts that go by their year, and any document with its number at the end of a stretch."""
    acts = trie(word for kind in ("law-maker", "law-name", "law-document-bare") for word in rules.words(kind))
    numbered, number = trie(rules.words("law-document")), trie(rules.words("number-word"))
    return re.compile(rf"(?<!\w){acts}(?!\w)"), re.compile(rf"(?<!\w){numbered}(?: {number})? \S*\d\S*\Z")
