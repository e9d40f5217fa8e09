"""Vietnamese text in every encoding it was ever written in: told, decoded, mended."""

from __future__ import annotations

from vkstats.read.encodings.fonts import by_font, decode_font
from vkstats.read.encodings.tables import convert, decode

__all__ = ["ENCODINGS", "by_font", "convert", "decode", "decode_font"]

# The names that `--encoding` takes.
ENCODINGS = ("utf-8", "utf-16", "windows-1258", "tcvn3", "vni", "viscii", "vps")
