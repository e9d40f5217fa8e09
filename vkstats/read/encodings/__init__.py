"""Vietnamese text in every encoding that it was ever written in: told, decoded, mended.

`docs/encodings.md` says how an encoding is told, and when it is not.
"""

from __future__ import annotations

from vkstats.read.encodings.detection import ONE_BYTE, candidates, utf16_order
from vkstats.read.encodings.fonts import by_font, decode_font
from vkstats.read.encodings.mending import mend
from vkstats.read.encodings.tables import convert, decode_bytes

__all__ = [
    "ENCODINGS",
    "ONE_BYTE",
    "by_font",
    "candidates",
    "convert",
    "decode_bytes",
    "decode_font",
    "mend",
    "utf16_order",
]

# The names that `--encoding` takes.
ENCODINGS = ("utf-8", "utf-16", *ONE_BYTE)
