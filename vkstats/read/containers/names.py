"""Names of members: what their bytes say, and which of them are no documents of anybody."""

from __future__ import annotations

import unicodedata

_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_FOLDERS = frozenset({"__macosx"})
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")  # of vowels and of tones


def member_name(name: bytes) -> str:
    """The name as text: UTF-8; else Windows-1258, where it gives letters of Vietnamese only; else code page 437.

    The zip format knows UTF-8 and code page 437 alone (APPNOTE 6.3.10, appendix D), but Windows wrote the code page
    of its user.
    """
    name = name.partition(b"\0")[0]
    for encoding in ("utf-8", "cp1258"):
        try:
            text = name.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_vietnamese(text):
            return unicodedata.normalize("NFC", text)
    return name.decode("cp437")


def is_litter(name: str) -> bool:
    """Whether the file was put there by the system of whoever packed the archive, not by a person."""
    *folders, last = name.replace("\\", "/").lower().split("/")
    return last in _LITTER or last.startswith("._") or not _FOLDERS.isdisjoint(folders)


def _is_vietnamese(text: str) -> bool:
    """Whether each letter is of the Vietnamese alphabet, with at most one tone on a vowel."""
    return all(letter.isascii() or _is_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _is_letter(letter: str) -> bool:
    if letter in "đĐ":
        return True
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    return base in "aeiouyAEIOUY" and 0 < len(marks) <= 2 and set(marks) <= _MARKS
