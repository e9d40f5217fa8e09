"""Runs of capitalised words, the raw material of names."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache


@cache
def _run() -> re.Pattern[str]:
    upper = "".join(map(chr, (code for code in range(0x41, 0x1F00) if chr(code).isupper())))
    word = rf"[{upper}]\w*(?:['’][^\W\d_]+|-(?=[a-zđ])[^\W\d_]+)*"
    return re.compile(rf"{word}(?: {word}){{0,7}}")


def capital_run(text: str, start: int, end: int = sys.maxsize) -> list[str]:
    """The capitalised words from `start` on, at most 8, with single spaces between them; empty where none begins."""
    match = _run().match(text, start, end)
    return match.group().split(" ") if match else []


def capital_runs(text: str, start: int, end: int) -> Iterator[tuple[int, list[str]]]:
    """Every run of capitalised words between `start` and `end`: where it begins, and its words."""
    for match in _run().finditer(text, start, end):
        yield match.start(), match.group().split(" ")


def title_cased(name: str) -> str:
    """`NGUYỄN VĂN AN` → `Nguyễn Văn An`, the eth of old pages → `Đ`; anything else as it is."""
    name = name.replace("Ð", "Đ")
    return name.title() if name.isupper() and len(name) > 2 and "." not in name else name
