"""The words of RTF: how they are written, which of them are characters, and which open what is no text."""

from __future__ import annotations

import codecs
import re

TOKEN = re.compile(
    rb"\\(?:(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|'(?P<hex>[0-9A-Fa-f]{2})|(?P<symbol>[^A-Za-z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\",
    re.DOTALL,
)
# Groups that hold no text of the document. Those behind `\*` are left out unless they are named below.
LEFT_OUT = frozenset({
    "aftncn", "aftnsep", "aftnsepc", "annotation", "bkmkend", "bkmkstart", "colortbl", "comment", "filetbl", "fldinst",
    "footer", "footerf", "footerl", "footerr", "ftncn", "ftnsep", "ftnsepc", "header", "headerf", "headerl", "headerr",
    "info", "listtable", "nonesttables", "nonshppict", "objdata", "pict", "pgdsctbl", "private1", "revtbl", "rxe",
    "shprslt", "sn", "sp", "sv", "tc", "template", "themedata", "txe", "xe",
})  # fmt: skip
KEPT = frozenset({"shpinst", "ud", "nesttableprops", "footnote"})
CHARACTERS = {
    "tab": "\t", "line": "\n", "softline": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
    "qmspace": " ",
}  # fmt: skip
SYMBOLS = {b"~": "\xa0", b"-": "\xad", b"_": "-", b"\t": "\t", b"\\": "\\", b"{": "{", b"}": "}"}
# Code pages of the character sets of fonts; what is not here is the code page of the document.
_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


def codepage_of_charset(number: int | None) -> str | None:
    """The code page of the character set of a font; None where it is that of the document."""
    return _CHARSETS.get(number or 0)


def codepage(number: int | None) -> str:
    """The name of a code page; that of Western Europe where it is none that Python knows."""
    name = {10000: "mac_roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
