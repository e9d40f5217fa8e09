"""Where the sentences of a block end, and what of one is shown beside a figure.

No sentence is longer than `_LONGEST` and a bit: what is longer is read in pieces, and told. So work that grows with
the square of a sentence grows with the text, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from vkstats.model import Article, Block, BlockKind, Sentence, Stretch, Warning
from vkstats.text.fold import fold
from vkstats.text.lines import SPACE
from vkstats.text.words import Words

_STOP = re.compile(r"""(?<![.!?…])([.!?…]+["'”’)\]]*)[ \n]+""")
_CLAUSE_END = re.compile(r"[;,:](?=[ \n])")
_WORD_END = re.compile(r"(?=[ \n])")
_MARK = re.compile(r"(?=[^\w\u200b-\u200d])")
_BORDERS = (_CLAUSE_END, _WORD_END, _MARK)  # where a sentence is cut, the best first
_SPACES = re.compile(r"[ \n]*")
_LONGEST = 2000  # code points that no sentence has: the longest of 24,000 in reports and news has 855
_WITHIN = 400  # code points behind them in which it is cut
_SHOWN = 1000  # code points of a sentence that is shown whole
_BESIDE = 150  # code points on each side of a figure that are shown of a longer one
_REACH = 60  # code points in front of a mark that tell whether it ends the sentence


def sentences_of(text: str, folded: str, block: Block, words: Words) -> Iterator[Stretch]:
    """The stretches of the sentences of a block."""
    start = block.body
    for stop in _STOP.finditer(folded, block.body, block.end):
        if _ends_sentence(text, start, stop, words):
            yield from _pieces(folded, start, stop.end(1))
            start = stop.end()
    if start < block.end:
        yield from _pieces(folded, start, block.end)


def _pieces(folded: str, start: int, end: int) -> Iterator[Stretch]:
    """The sentence, cut where a clause or else a word ends once it is longer than any sentence."""
    while end - start > _LONGEST:
        first, last = start + _LONGEST, min(end, start + _LONGEST + _WITHIN)
        ends = (border.search(folded, first, last) for border in _BORDERS)
        cut = next((found.end() for found in ends if found), last)
        yield start, cut
        start = _spaces(folded, cut, end)
    if start < end:
        yield start, end


def _spaces(folded: str, at: int, end: int) -> int:
    """Where the spaces at `at` end."""
    spaces = _SPACES.match(folded, at, end)
    return spaces.end() if spaces else at


def cuts(article: Article) -> Iterator[Warning]:
    """What was read in pieces because it is longer than any sentence, a warning for each such stretch."""
    start = None
    sentences = [one for one in article.sentences if article.blocks[one.block].kind is not BlockKind.TABLE]
    for one, following in zip_longest(sentences, sentences[1:]):
        is_piece = one.end - one.start >= _LONGEST
        if start is None and is_piece:
            start = one.start
        goes_on = is_piece and following and following.block == one.block
        if start is not None and not goes_on:
            yield Warning("long-sentence", start, one.end)
            start = None


def shown(text: str, sentence: Sentence, start: int, end: int) -> str:
    """The words of a sentence beside what stands at `start:end` in it: all, or the clauses around it with ellipses."""
    first, last = sentence.start, sentence.end
    if last - first <= _SHOWN:
        return " ".join(text[first:last].split())
    if start - first > _BESIDE:
        first = _border(text, start - _BESIDE, start)
    if last - end > _BESIDE:
        last = end + _BESIDE
        marks = [mark.end() for mark in _CLAUSE_END.finditer(text, end, last)]
        last = marks[-1] if marks else max(text.rfind(" ", end, last), end)
    opening, ending = "…" * (first > sentence.start), "…" * (last < sentence.end)
    return f"{opening}{' '.join(text[first:last].split())}{ending}"


def _border(text: str, start: int, end: int) -> int:
    """Where the first clause between `start` and `end` begins, or else the first word; `end` where none does."""
    mark = _CLAUSE_END.search(text, start, end) or _WORD_END.search(text, start, end)
    return _spaces(text, mark.end(), end) if mark else end


def _ends_sentence(text: str, start: int, stop: re.Match[str], words: Words) -> bool:
    """Whether the marks at `stop` end the sentence that began at `start`."""
    at, after = stop.span()
    folded = stop.string
    following = text[after : after + 1]
    if following.islower() or following in ",;:)%":
        return folded.startswith("./.", at - 2)
    if folded[at] != "." or folded[at + 1] in ".!?…":
        return True
    said = text[max(start, at - _REACH) : at].split()
    if not said or text[at - 1] in SPACE:
        return True
    word = said[-1].lstrip("(\"'“‘[")
    if len(said) == 1 and len(word) <= 4 and (word.isdigit() or len(word) == 1):
        return False  # a list number
    if len(word) == 1 and word.isupper():
        # `Nguyễn Văn T. Sau đó` ends a sentence, `Donald J. Trump` and `quận 8, P. 4` do not
        return following != "(" and len(said) > 2 and all(name[0].isupper() and name.isalpha() for name in said[-3:-1])
    return fold(word) not in words.abbreviations
