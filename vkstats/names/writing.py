"""How a document is written: runs of capitalised words, the raw material of names, and where capitals prove nothing."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vkstats.model import Article

_LONGEST_WORD = 60  # letters behind its capital
_SEAL = "\x1e"  # the record separator, which no run crosses
# What ends a name that capitals do not: a mark, or the end of the block.
_BORDER = re.compile(rf" ?(?:[,.;:()\[\]\"”!?/–-]|{_SEAL}|$)")


@dataclass(frozen=True, slots=True)
class Run:
    """At most 8 capitalised words of a text: `end` is where the last one ends."""

    start: int
    end: int
    words: tuple[str, ...]
    written: str

    def after(self, count: int) -> int:
        """Where the first `count` words end."""
        if count == len(self.words):
            return self.end
        at = 0
        for word in self.words[:count]:
            at = self.written.index(word, at) + len(word)
        return self.start + at

    def begin(self, index: int) -> int:
        """Where the word number `index`, from 0, begins."""
        return self.after(index + 1) - len(self.words[index])

    def first(self, count: int) -> Run:
        """The run of the first `count` words."""
        end = self.after(count)
        return Run(self.start, end, self.words[:count], self.written[: end - self.start])

    def rest(self) -> Run:
        """The run without its first word."""
        start = self.begin(1)
        return Run(start, self.end, self.words[1:], self.written[start - self.start :])

    @property
    def name(self) -> str:
        """The words with one space between them."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Writing:
    """A document as it is written: `text` is sealed between its blocks, `folded` is the same text folded."""

    text: str
    folded: str
    shouted_from: tuple[int, ...]  # where the blocks that are wholly in capitals begin
    shouted_to: tuple[int, ...]  # and where they end

    def is_shouted(self, at: int) -> bool:
        """Whether the block at `at` is wholly in capitals, so that a capital proves nothing."""
        index = bisect_right(self.shouted_from, at) - 1
        return index >= 0 and at < self.shouted_to[index]

    def is_bordered(self, at: int) -> bool:
        """Whether a mark or the end of the block stands at `at`, where a name ends."""
        return _BORDER.match(self.text, at) is not None

    def is_capital(self, at: int) -> bool:
        """Whether a capital stands at `at`."""
        return self.text[at : at + 1].isupper()

    def written(self, start: int, end: int) -> str:
        """The words of a stretch with one space between them."""
        return " ".join(self.text[start:end].split())


def read_writing(article: Article) -> Writing:
    """The writing of an article, with a seal for the line ends between its blocks; the line ends in a block stay."""
    pieces: list[str] = []
    at = 0
    for block in article.blocks:
        pieces += article.text[at : block.start].replace("\n", _SEAL), article.text[block.start : block.end]
        at = block.end
    pieces.append(article.text[at:].replace("\n", _SEAL))
    text = "".join(pieces)
    shouted = [block for block in article.blocks if text[block.start : block.end].isupper()]
    starts, ends = tuple(block.start for block in shouted), tuple(block.end for block in shouted)
    return Writing(text, article.folded, starts, ends)


@cache
def capitals() -> str:
    """Every capital letter of the Latin, Greek and Cyrillic alphabets, to stand in a set of a regex."""
    return "".join(map(chr, (code for code in range(0x41, 0x1F00) if chr(code).isupper())))


@cache
def _run(least: int) -> re.Pattern[str]:
    # No letter is given back, and a word has an end: else a line of capitals takes the square of its length, or more.
    word = rf"[{capitals()}]\w{{0,{_LONGEST_WORD}}}+"
    word += rf"(?:['’][^\W\d_]+|-(?=[a-zđ])[^\W\d_]+|(?<![\w'’]\w)['’](?= [{capitals()}]))*"
    return re.compile(rf"{word}(?:(?: {{1,2}}| ?\n *){word}){{{least - 1},7}}")


def _of(match: re.Match[str]) -> Run:
    written = match.group()
    return Run(match.start(), match.end(), tuple(written.split()), written)


def capital_run(text: str, start: int, end: int = sys.maxsize) -> Run | None:
    """The capitalised words of a sealed text from `start` on; None where none begins."""
    match = _run(1).match(text, start, end)
    return _of(match) if match else None


def capital_runs(text: str, start: int, end: int, least: int = 2) -> Iterator[Run]:
    """Every run of at least so many capitalised words between `start` and `end`."""
    return map(_of, _run(least).finditer(text, start, end))


def title_cased(name: str) -> str:
    """`NGUYỄN VĂN AN` → `Nguyễn Văn An`, the eth of old pages → `Đ`; anything else as it is."""
    name = name.replace("Ð", "Đ")
    return name.title() if name.isupper() and len(name) > 2 and "." not in name else name
