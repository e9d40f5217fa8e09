"""Runs of capitalised words, the raw material of names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vkstats.model import Article

_SEAL = "\x1e"  # the record separator, which no run crosses


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


def sealed(article: Article) -> str:
    """The article's text with a seal for the line ends between its blocks; the line ends in a block stay."""
    pieces: list[str] = []
    at = 0
    for block in article.blocks:
        pieces += article.text[at : block.start].replace("\n", _SEAL), article.text[block.start : block.end]
        at = block.end
    pieces.append(article.text[at:].replace("\n", _SEAL))
    return "".join(pieces)


@cache
def capitals() -> str:
    """Every capital letter of the Latin, Greek and Cyrillic alphabets, to stand in a set of a regex."""
    return "".join(map(chr, (code for code in range(0x41, 0x1F00) if chr(code).isupper())))


@cache
def _run(least: int) -> re.Pattern[str]:
    word = rf"[{capitals()}]\w*(?:['’][^\W\d_]+|-(?=[a-zđ])[^\W\d_]+)*"
    return re.compile(rf"{word}(?:(?: {{1,2}}| ?\n *){word}){{{least - 1},7}}")


def _of(match: re.Match[str]) -> Run:
    written = match.group()
    return Run(match.start(), match.end(), tuple(written.split()), written)


def capital_run(text: str, start: int, end: int = sys.maxsize) -> Run | None:
    """The capitalised words of a sealed text from `start` on; None where none begins."""
    match = _run(1).match(text, start, end)
    return _of(match) if match else None


def capital_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """Every run of two capitalised words or more between `start` and `end`."""
    return map(_of, _run(2).finditer(text, start, end))


def title_cased(name: str) -> str:
    """`NGUYỄN VĂN AN` → `Nguyễn Văn An`, the eth of old pages → `Đ`; anything else as it is."""
    name = name.replace("Ð", "Đ")
    return name.title() if name.isupper() and len(name) > 2 and "." not in name else name
