"""The Vietnamese encodings that Python has no codec for, from the tables beside this module.

In TCVN3, VISCII and VPS a letter is one byte. In VNI it is one or two characters of windows-1252.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files

LEGACY = ("tcvn3", "vni", "viscii", "vps")  # what has a table here
_UNDEFINED = "\ufffe"  # as `codecs.charmap_decode` has it
# A font's text layer in a PDF may show these for the soft hyphen (ư) and the middle dot (ã).
_GLYPHS = {"\u2212": "\xad", "\u2219": "\xb7"}


@cache
def table(name: str) -> dict[str, str]:
    """What the encoding `name` of `LEGACY` writes for each letter: a byte as the character of its number, or VNI's."""
    lines = (files(__package__) / f"{name}.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code if name == "vni" else chr(int(code, 16)): letter for code, letter in pairs}


def decode_bytes(data: bytes, name: str) -> str:
    """The text that the bytes are in the encoding `name`, in NFC.

    Raises:
        UnicodeDecodeError: for the first byte that has no meaning in it.
    """
    match name:
        case "windows-1258":
            return unicodedata.normalize("NFC", data.decode("cp1258"))
        case "vni":
            return convert(data.decode("cp1252"), name)
        case _:
            text = codecs.charmap_decode(data, "strict", _byte_table(name))[0]
            return raised(text) if name == "tcvn3" else text


def convert(text: str, name: str) -> str:
    """The text that characters of windows-1252 (or Latin-1) are when they are taken for bytes of `name`.

    What has no meaning there stays as it is. The tables of fonts hold: the toned capitals of TCVN3 are in none.
    """
    text = redrawn(text, name)
    return raised(text) if name == "tcvn3" else text


def redrawn(text: str, name: str) -> str:
    """As `convert`, the capitals that TCVN3 cannot write left small."""
    return _sequence(name).sub(_letters(name), text)


def fits(text: str, name: str) -> bool:
    """Whether all of the text that is not ASCII has a meaning in the fonts of the encoding."""
    return _sequence(name).sub("", text).isascii()


# TCVN3 has no toned capitals: `VIỆN` is written `VIệN`, and the font draws the small letter large.
_SMALL = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_LARGE = "A-ZĂÂÊÔƠƯĐ"
# A run of words that hold nothing but capitals and toned small letters; two capitals in a word, or one behind a small
# letter, prove that it is in capitals: not so `Hà`, `ở`.
_WORD = rf"(?<![^\W\d_])[{_LARGE}{_SMALL}]+(?![^\W\d_])"
_RUN = re.compile(rf"{_WORD}(?: {_WORD})*")
# Where a sentence must begin: not at every line, which may go on with the one above.
_OPENING = re.compile(rf"(?<=[.!?]\s)[{_SMALL}]|(?<=[.!?]\r\n)[{_SMALL}]|(?<=\n\n)[{_SMALL}]")


def raised(text: str) -> str:
    """The text with the capitals that TCVN3 cannot write, where the place or the words show that they are capitals.

    `VIệN KIểM SáT Hà NộI` → `VIỆN KIỂM SÁT HÀ NỘI`; a word that may be either (`Hà`, `ở`) is what it stands between.
    """
    text = _OPENING.sub(lambda match: match.group().upper(), text)
    return _RUN.sub(_raise, text)


def _raise(match: re.Match[str]) -> str:
    words = match.group().split(" ")
    shouted = [index for index, word in enumerate(words) if _is_shouted(word)]
    if not shouted:
        return match.group()
    starts_line = match.string[match.start() - 1 : match.start()] in {"", "\n"}
    ends_line = match.string[match.end() : match.end() + 1] in {"", "\n", "\r"}
    first = 0 if starts_line else shouted[0]
    last = len(words) - 1 if ends_line else shouted[-1]
    return " ".join(word.upper() if first <= index <= last else word for index, word in enumerate(words))


def _is_shouted(word: str) -> bool:
    capitals = sum(map(str.isupper, word))
    return capitals > 1 or (capitals == 1 and not word[0].isupper())


@cache
def _byte_table(name: str) -> str:
    """The character of each byte; what is no letter of the encoding is as in windows-1252, but never a letter."""
    letters = table(name)
    characters = []
    for byte in range(256):
        plain = bytes([byte]).decode("cp1252", "replace")
        known = letters.get(chr(byte))
        free = byte < 0x80 or not (plain.isalpha() or plain == "\ufffd")
        characters.append(known or (plain if free else _UNDEFINED))
    return "".join(characters)


@cache
def _codes(name: str) -> dict[str, str]:
    """What characters of a text mean in the encoding's fonts."""
    letters = table(name)
    if name == "vni":
        # A mark is drawn alike whatever its case: `VIEäT`.
        other = {code[0] + code[1:].swapcase(): letter for code, letter in letters.items() if len(code) > 1}
        return other | letters
    if name == "tcvn3":
        letters = {code: letter for code, letter in letters.items() if letter not in _SMALL.upper()}
        return letters | {glyph: letters[code] for glyph, code in _GLYPHS.items()}
    shown = {bytes([byte]).decode("cp1252", "replace"): chr(byte) for byte in range(0x80, 0xA0)}
    return letters | {mark: letters[code] for mark, code in shown.items() if code in letters and mark != "\ufffd"}


@cache
def _sequence(name: str) -> re.Pattern[str]:
    marks: dict[str, str] = {}
    for code in _codes(name):
        marks[code[0]] = marks.get(code[0], "") + code[1:]
    singles = "".join(code for code in _codes(name) if len(code) == 1)
    pairs = (f"{first}[{after}]" for first, after in marks.items() if after)
    return re.compile("|".join([*pairs, f"[{re.escape(singles)}]"]))


@cache
def _letters(name: str) -> Callable[[re.Match[str]], str]:
    codes = _codes(name)
    return lambda match: codes[match.group()]
