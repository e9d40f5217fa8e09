"""Every encoding of Vietnamese: tables, detection that is right or says that it is not sure, mending, fonts."""

from __future__ import annotations

import random
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
import yaml

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import BlockKind, Document
from vkstats.packs import RuleSet
from vkstats.read import Options, Source
from vkstats.read.encodings import ENCODINGS, candidates, decode_bytes, decode_font, mend
from vkstats.read.encodings.tables import LEGACY, convert, raised, table
from vkstats.read.layout import Layout
from vkstats.read.plain import PlainText, text_of
from vkstats.read.rows import Rows

ROOT = Path(__file__).parents[1]
SAMPLES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "samples").glob("*.txt"))}
CASES = yaml.safe_load((Path(__file__).parent / "data" / "encodings.yaml").read_text("utf-8"))
ONE_BYTE = ("windows-1258", *LEGACY)
TONES = "\u0300\u0301\u0303\u0309\u0323"
LETTERS = {
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ["", *TONES]
    if not (vowel + tone).isascii()
} | {"đ", "Đ"}
SMALL_ONLY = {letter for letter in LETTERS if letter.isupper()} - set("ĂÂÊÔƠƯĐ")  # what TCVN3 has no capital of
PLAIN_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


def written(text: str, name: str) -> str:
    """The text with what the encoding lacks written as people did: straight quotes, small toned letters."""
    if name == "tcvn3":
        return "".join(letter.lower() if letter in SMALL_ONLY else letter for letter in text)
    return text.translate(PLAIN_MARKS) if name in {"viscii", "vps"} else text


def encoded(text: str, name: str) -> bytes:
    """The inverse of the tables."""
    text = written(unicodedata.normalize("NFC", text), name)
    if name == "windows-1258":
        return "".join(map(_tone_apart, text)).encode("cp1258")
    codes = {letter: code for code, letter in table(name).items()}
    if name == "vni":
        return "".join(codes.get(letter, letter) for letter in text).encode("cp1252")
    return b"".join(codes[letter].encode("latin-1") if letter in codes else letter.encode("cp1252") for letter in text)


def _tone_apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in parts if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES)) + tone


def read_bytes(data: bytes, encoding: str | None = None) -> Document:
    """The document that plain text of these bytes is."""
    (document,) = PlainText().read(data, Source("x", Options(encoding=encoding)))
    return document


def fragments(name: str, size: int, number: int) -> list[tuple[str, bytes]]:
    """Pieces of the samples cut anywhere, with letters that are not ASCII, and their bytes."""
    chance = random.Random(f"{name} {size}")  # noqa: S311 (a fixed sequence is wanted)
    found: list[tuple[str, bytes]] = []
    while len(found) < number:
        text = chance.choice(list(SAMPLES.values()))
        start = chance.randrange(len(text) - size)
        piece = written(text[start : start + size], name)
        if not piece.isascii():
            found.append((piece, encoded(piece, name)))
    return found


# --- tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LEGACY)
def test_a_table_has_every_letter_once(name: str) -> None:
    """All 134 letters of Vietnamese that are not ASCII, but for the toned capitals that TCVN3 may lack."""
    letters = list(table(name).values())
    assert len(letters) == len(set(letters))
    assert set(letters) <= LETTERS
    assert LETTERS - set(letters) <= (SMALL_ONLY if name == "tcvn3" else set())


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv to compare with")
@pytest.mark.parametrize(("name", "theirs"), [("tcvn3", "TCVN"), ("viscii", "VISCII")])
def test_a_table_is_as_iconv_has_it(name: str, theirs: str) -> None:
    """Each byte is the letter that iconv makes of it."""
    letters = table(name)
    done = subprocess.run(
        ["iconv", "-f", theirs, "-t", "UTF-8"],
        input=" ".join(letters).encode("latin-1"),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"this iconv does not know {theirs}")
    assert done.stdout.decode().split(" ") == list(letters.values())


@pytest.mark.parametrize("name", LEGACY)
def test_a_table_is_as_another_program_has_it(name: str) -> None:
    """The tables of viparse, made from documents, say nothing else."""
    module = pytest.importorskip(f"viparse.normalize.{name}")
    codes = table(name)
    derived = {"iø", "iù", "IØ", "IÙ", "yï", "YÏ"}  # in its VNI, of what is ì í ỵ in the font, letters of their own
    theirs = dict(getattr(module, name.upper()).pairs)
    assert {code: letter for code, letter in theirs.items() if codes.get(code) != letter}.keys() <= derived


@pytest.mark.parametrize("name", ONE_BYTE)
def test_bytes_come_back_as_the_text(name: str) -> None:
    """What the encoding can write comes back the same, capitals of TCVN3 within words in capitals too."""
    for text in SAMPLES.values():
        back = decode_bytes(encoded(text, name), name)
        if name == "tcvn3":
            assert back.lower() == text.lower()
        else:
            assert back == written(text, name)


def test_capitals_that_tcvn3_lacks_are_told_by_their_word() -> None:
    """A line in capitals comes back in capitals; a word of one capital is left alone."""
    line = "VIỆN KIỂM SÁT NHÂN DÂN Ở HÀ NỘI\nÔng Nguyễn Văn Tý ở Hà Nội"
    assert decode_bytes(encoded(line, "tcvn3"), "tcvn3") == line


# --- detection ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_unicode_is_told(sample: str, codec: str, form: str) -> None:
    """UTF-8 and UTF-16, with and without a byte-order mark, in either normal form."""
    text = unicodedata.normalize(form, SAMPLES[sample])  # type: ignore[arg-type]
    document = read_bytes(text.encode(codec))
    assert (document.text, document.encoding) == (text, codec[:6].rstrip("-"))


def test_utf16_with_its_mark_in_either_order() -> None:
    """The mark of the other byte order."""
    assert read_bytes(b"\xfe\xff" + "Vụ án".encode("utf-16-be")).text == "Vụ án"


@pytest.mark.parametrize("name", ONE_BYTE)
def test_a_fragment_of_400_bytes_is_told(name: str) -> None:
    """100 fragments of each encoding, cut anywhere: told, and decoded right."""
    for text, data in fragments(name, 400, 100):
        assert candidates(data) == [name]
        assert read_bytes(data).text.lower() == text.lower()


@pytest.mark.parametrize("size", [10, 20, 40, 80])
@pytest.mark.parametrize("name", ONE_BYTE)
def test_a_short_fragment_is_right_or_says_so(name: str, size: int) -> None:
    """200 fragments of each encoding and size: never a wrong text; from 40 bytes on nearly all are told."""
    told = 0
    for text, data in fragments(name, size, 200):
        try:
            document = read_bytes(data)
        except ReadError as error:
            assert error.code in {"ambiguous", "undecodable"}  # noqa: PT017 (either is right)
        else:
            assert document.text.lower() == text.lower()
            told += 1
    assert told >= {10: 0, 20: 80, 40: 180, 80: 195}[size]


def test_utf16_of_another_kind_of_data_is_none() -> None:
    """Numbers of two bytes are no text, whatever their NULs."""
    data = b"".join(number.to_bytes(2, "little") for number in range(1, 200))
    with pytest.raises(ReadError) as caught:
        read_bytes(data)
    assert caught.value.code == "binary"


# --- `--encoding` ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoding_that_is_named_is_taken(name: str) -> None:
    """Even of a text that is too short to tell."""
    data = "Vụ án".encode(name) if name.startswith("utf") else encoded("Vụ án", name)
    document = read_bytes(data, name)
    assert (document.text, document.encoding) == ("Vụ án", name)


@pytest.mark.parametrize(
    ("name", "data", "offset", "line"),
    [("windows-1258", b"a\nb\x9d", "3", "2"), ("tcvn3", b"\x90", "0", "1"), ("vni", b"\n\n\x8d", "2", "3")],
)
def test_bytes_that_do_not_fit_are_told(name: str, data: bytes, offset: str, line: str) -> None:
    """The byte, its line, and the encoding that was named."""
    with pytest.raises(ReadError) as caught:
        read_bytes(data, name)
    assert caught.value.code == "misfit"
    details = dict(caught.value.details)
    assert (details["offset"], details["line"], details["encoding"]) == (offset, line, name)


def test_a_row_that_the_table_decodes_is_utf8() -> None:
    """`--encoding` says how a file and its rows are written, but not the text that a table has decoded."""
    source = Source("x.csv", Options(encoding="tcvn3"))
    assert text_of("Vụ án".encode(), Rows(source).row(3)) == ("Vụ án", "utf-8")
    assert text_of(b"V\xf4 \xb8n", Rows(source, decoded=False).row(3)) == ("Vụ án", "tcvn3")


# --- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*ONE_BYTE, "utf-16"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_figures_are_those_of_the_plain_text(sample: str, name: str, rules: RuleSet) -> None:
    """A sample saved in any encoding gives the same figures, but for capitals that TCVN3 cannot write."""
    text = SAMPLES[sample]
    data = text.encode(name) if name == "utf-16" else encoded(text, name)
    expressed = written(text, name)
    plain = extract(Document("x", raised(expressed) if name == "tcvn3" else expressed), rules)
    assert _told(data, rules) == [_figure(figure) for figure in plain.figures]


def _told(data: bytes, rules: RuleSet) -> list[tuple[str, ...]]:
    return [_figure(figure) for figure in extract(read_bytes(data), rules).figures]


def _figure(figure: object) -> tuple[str, ...]:
    fields = (
        "kind",
        "value",
        "max",
        "of",
        "unit",
        "item",
        "action",
        "role",
        "direction",
        "relation",
        "parent",
        "period",
    )
    return tuple(str(getattr(figure, field)).lower() for field in fields)


# --- legacy text inside Unicode ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "case", CASES["fonts"], ids=[f"{case['font']} {case['shows'][:20]}" for case in CASES["fonts"]]
)
def test_a_font_tells_the_encoding(case: dict[str, str]) -> None:
    """Text in a font of a legacy encoding is what the font shows, any other text is as it stands."""
    assert decode_font(case["text"], case["font"]) == case["shows"]


@pytest.mark.parametrize("case", CASES["mended"], ids=[case["becomes"][:30] for case in CASES["mended"]])
def test_legacy_text_in_unicode_is_mended(case: dict[str, str]) -> None:
    """Only the stretches in it; and what is mended once needs no mending."""
    assert mend(case["text"]) == (case["becomes"], case["found"])
    assert mend(case["becomes"]) == (case["becomes"], None)


@pytest.mark.parametrize("text", CASES["unchanged"])
def test_what_is_no_legacy_text_stays(text: str) -> None:
    """Vietnamese in Unicode, other languages, signs."""
    assert mend(text) == (text, None)


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_a_sample_is_mended_whole_or_in_part(sample: str, name: str) -> None:
    """A text pasted from a legacy font comes back; under a paragraph of Unicode, that stays."""
    text = SAMPLES[sample]
    pasted = encoded(text, name).decode("cp1252")
    assert convert(pasted, name).lower() == text.lower()
    above = "Công an xã có báo cáo về 35 vụ trộm cắp; các bị can đã bị bắt.\n\n"
    mended, found = mend(above + pasted)
    assert found == name
    assert mended.startswith(above)
    assert mended.lower() == (above + text).lower()


def test_a_layout_is_mended_with_its_offsets() -> None:
    """Every format that puts a document together block by block profits; blocks point into the mended text."""
    layout = Layout()
    layout.add(BlockKind.HEADING, "B¸o c¸o", level=1)
    layout.add(BlockKind.PARAGRAPH, "C«ng an huyÖn §«ng S¬n ®· b¾t gi÷ 35 ®èi t\xadîng.")
    layout.add_table([["§Þa ph\xad¬ng", "Sè vô"], ["Hßa B×nh", "35"]])
    document = layout.document(Source("x.docx", Options()), "docx")
    assert document.text.split("\n\n") == [
        "Báo cáo",
        "Công an huyện Đông Sơn đã bắt giữ 35 đối tượng.",
        "Địa phương\tSố vụ\nHòa Bình\t35",
    ]
    assert [document.text[block.start : block.end] for block in document.layout] == document.text.split("\n\n")
    assert document.encoding == "tcvn3"


def test_an_encoding_that_was_mended_is_named() -> None:
    """The record says what the text was."""
    text = "Công an xã báo cáo.\nC«ng an huyÖn §«ng S¬n ®· b¾t gi÷ 35 ®èi tîng."
    assert read_bytes(text.encode()).encoding == "utf-8 + tcvn3"
