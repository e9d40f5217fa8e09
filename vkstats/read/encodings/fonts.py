"""Text whose font says its encoding: the fonts of TCVN3 and VNI draw characters of windows-1252 as other letters."""

from __future__ import annotations

import re

from vkstats.read.encodings.tables import convert

# `.VnTime`, `.VnArialH` (ABC); `VNI-Times`, `VNI Helve`; `VPS Times`. A PDF puts a tag in front: `ABCDEF+.VnTime`.
_FONTS = (
    (re.compile(r"(?:[A-Z]{6}\+)?\.vn", re.IGNORECASE), "tcvn3"),
    (re.compile(r"(?:[A-Z]{6}\+)?vni[ -]", re.IGNORECASE), "vni"),
    (re.compile(r"(?:[A-Z]{6}\+)?vps[ -]", re.IGNORECASE), "vps"),
)
_CAPITALS = re.compile(r"(?:[A-Z]{6}\+)?\.(?:V[nN].*H|vn[^A-Z]*(?:time|arial)h)\b")  # `.VnTimeH`
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u0323]")  # no font of these encodings shows them


def by_font(font: str) -> str | None:
    """The encoding of text in the font of this name; None where the font is one of Unicode.

    Source: the names under which the fonts are sold, ABC (.Vn…), VNI-… and VPS ….
    """
    return next((name for pattern, name in _FONTS if pattern.match(font)), None)


def decode_font(text: str, font: str) -> str:
    """The text as a font shows it: unchanged where the font is none of a legacy encoding.

    The capital fonts of TCVN3 (`.VnTimeH`) show small letters as capitals, and so they come out. Text that has
    letters of Unicode Vietnamese was never typed for such a font, whatever its name says, and stays.
    """
    name = by_font(font)
    if name is None or _UNICODE.search(text):
        return text
    converted = convert(text, name)
    return converted.upper() if _CAPITALS.match(font) else converted
