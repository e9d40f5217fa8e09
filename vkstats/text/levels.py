"""How deep headings and items stand in each other, by what their markers look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vkstats.model import Block, BlockKind

_LONGEST_CUE = 40


def levelled(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Give headings and items their depth: a marker of a new style opens a level, a known one returns to it.

    Numbered items stand among the headings, bullets and lettered items below them; a paragraph ends a list, but not one
    that leads on to its parts (`Trong đó:`).
    """
    headings: list[str] = []
    bullets: list[str] = []
    levelled = []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            said = text[block.start : block.end].rstrip()
            bullets = bullets if said.endswith(":") and len(said) <= _LONGEST_CUE else []
        elif block.kind in {BlockKind.HEADING, BlockKind.ITEM}:
            style = _style(text[block.start : block.body].strip())
            if block.kind is BlockKind.HEADING or style[0] in "0IA":
                bullets = []
                level = _depth(headings, style)
            else:
                level = len(headings) + _depth(bullets, style)
            block = replace(block, level=level)  # noqa: PLW2901
        levelled.append(block)
    return tuple(levelled)


def _style(marker: str) -> str:
    """What a marker looks like with its letters and digits taken for any: `1.1.` → `0.0.`, `IV.` → `I.`."""
    if not marker:
        return "A"
    style = re.sub(r"\d+", "0", marker)
    if set(style.rstrip("./)")) <= set("IVX"):
        return "I" + style[-1]
    return re.sub(r"[a-zđ]", "a", re.sub(r"[A-ZĐ]", "A", style))


def _depth(styles: list[str], style: str) -> int:
    if style in styles:
        del styles[styles.index(style) + 1 :]
    else:
        styles.append(style)
    return len(styles)
