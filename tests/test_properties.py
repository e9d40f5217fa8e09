"""What holds for every text: offsets, and the same figures however the text is written."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from built_in import RULES
from hypothesis import given, settings
from hypothesis import strategies as st

from vkstats.extract import extract
from vkstats.model import Document, DocumentRecord

_HEADING = 80  # characters that a heading has at most
_FIGURES = Path(__file__).parent / "data" / "figures.yaml"
CASES = [
    case["text"]
    for case in yaml.load(_FIGURES.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
]
_CHARACTERS = "0123456789.,;:()/%-+–“” \n\tabcđeghiklmnopqrstuvxyăâêôơưàáảãạòóỏõọĐVT½İ\u0301\ud7ff"
_WORDS = ["vụ", "bị can", " tăng ", " giảm ", "so với ", "năm 2020 ", "trong đó ", "tỷ đồng", "từ ", " đến ", "7/7"]
_ALPHABET = st.sampled_from([*_CHARACTERS, *_WORDS])


def _read(text: str) -> DocumentRecord:
    return extract(Document("property", text), RULES)


def _values(record: DocumentRecord) -> list[tuple[Decimal, str, str]]:
    return [(figure.value, figure.unit, figure.role) for figure in record.figures]


def _old_tones(text: str) -> str:
    """`hòa` → `hoà`: the placement of older books, of the same length."""
    pairs = dict(zip("òa óa ỏa õa ọa".split(), "oà oá oả oã oạ".split(), strict=True))  # noqa: SIM905 - reads better
    return re.sub("|".join(pairs), lambda match: pairs[match.group()], text)


@given(st.lists(_ALPHABET, max_size=60).map("".join))
@settings(max_examples=300)
def test_any_text_is_read_and_every_offset_holds(text: str) -> None:
    """Nothing raises; each figure's and person's span is its text; parents are figures of the document."""
    record = _read(text)
    entities = (*record.people, *record.organisations, *record.places, *record.dates, *record.citations)
    for found in (*record.figures, *entities, *record.evidence):
        assert record.text[found.start : found.end] == found.text
    identities = [figure.id for figure in record.figures]
    assert identities == list(range(1, len(identities) + 1))
    for figure in record.figures:
        assert (figure.parent is None) == (figure.relation is None)
        assert figure.parent is None or (figure.parent in identities and figure.parent != figure.id)
    for warning in record.warnings:
        assert 0 <= warning.start <= warning.end <= len(record.text)


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        _old_tones,
        lambda text: text.replace(" - ", " – "),
        lambda text: text.replace("tỷ", "tỉ").replace("kỳ", "kì"),
    ],
    ids=["nfd", "two spaces", "no-break spaces", "windows lines", "bom", "old tones", "en dashes", "tỉ kì"],
)
def test_the_same_figures_however_it_is_written(rewrite: object) -> None:
    """Unicode form, spaces, line ends, tone marks and spelling change no value, unit or role."""
    assert callable(rewrite)
    changed = [text for text in CASES if _values(_read(rewrite(text))) != _values(_read(text))]
    assert changed == []


def test_zero_padding_changes_no_value() -> None:
    """`7 vụ` and `07 vụ` are the same."""
    for number in range(1, 10):
        plain, padded = (_read(f"Năm 2020 khởi tố {written} vụ.") for written in (f"{number}", f"{number:02}"))
        assert _values(plain) == _values(padded) == [(Decimal(number), "vụ", "level")]


def test_reading_is_deterministic_and_documents_do_not_touch_each_other() -> None:
    """The same record each time, whatever was read in between."""
    first = [_read(text) for text in CASES[:60]]
    assert [_read(text) for text in reversed(CASES[:60])][::-1] == first


def test_a_document_in_two_halves_gives_the_same_figures() -> None:
    """What stands in one paragraph changes no value, unit or role in another."""
    halves = list(zip(CASES[::2], CASES[1::2], strict=False))
    changed = [
        pair for pair in halves if _values(_read("\n\n".join(pair))) != [v for t in pair for v in _values(_read(t))]
    ]
    assert changed == []


def test_hard_wraps_change_no_figure() -> None:
    """A paragraph broken at a column gives the figures of the paragraph."""
    sentences = [text for text in CASES if "\n" not in text]
    for at in range(0, len(sentences), 10):
        paragraph = " ".join(sentences[at : at + 10])
        assert _values(_read(textwrap.fill(paragraph, 72, break_on_hyphens=False))) == _values(_read(paragraph))


def test_capitals_of_a_heading_change_no_figure() -> None:
    """`KHỞI TỐ 5 VỤ` over a text is read as `Khởi tố 5 vụ` is."""
    body = "Đơn vị đã báo cáo kết quả công tác trong kỳ với cấp trên theo quy định của ngành."
    plain = [text.rstrip(".") for text in CASES if "\n" not in text and len(text) < _HEADING]
    changed = [
        text for text in plain if _values(_read(f"{text.upper()}\n\n{body}")) != _values(_read(f"{text}\n\n{body}"))
    ]
    assert changed == []
