"""Citations: one case a text in `data/citations.yaml`, and what holds for every number and every text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES
from hypothesis import given, settings
from hypothesis import strategies as st

from vkstats.extract import extract
from vkstats.model import Citation, CitationKind, Document
from vkstats.packs import RuleSet
from vkstats.text import fold

CASES = yaml.safe_load((Path(__file__).parent / "data" / "citations.yaml").read_text(encoding="utf-8"))
_FIELDS = ("type", "number", "year", "issuer", "date", "chapter", "article", "clause", "point", "law", "offence")


def citations_of(text: str) -> tuple[Citation, ...]:
    """The citations of a text, as the corridor finds them."""
    return extract(Document("-", text), RULES).citations


def line(citation: Citation) -> str:
    """A citation as a case writes it."""
    known = [f"{name} = {getattr(citation, name)}" for name in _FIELDS if getattr(citation, name) is not None]
    words = " ".join(citation.text.split())
    return " | ".join([citation.kind, citation.name, words, " ~ ".join(known)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_citations(case: dict[str, Any]) -> None:
    """A text gives exactly the citations that its case lists, in reading order, with every field."""
    assert [line(citation) for citation in citations_of(case["text"])] == case.get("citations", [])


def test_the_code_is_that_of_the_time() -> None:
    """An article of the Penal Code without a year is of the code in force when the document was published."""
    for day, offence in (("12/3/2016", "Lừa đảo chiếm đoạt tài sản"), ("12/3/2019", None)):
        text = f"Xét xử vụ án tại Tân Lập\n10:20, {day}\nTòa án áp dụng Điều 139 BLHS đối với bị cáo Trần Văn Kha.\n"
        found = citations_of(text)
        assert [(each.article, each.offence == offence) for each in found] == [("139", offence is not None)]


# --- numbers ---

_TYPES = st.sampled_from(
    [
        ("Nghị quyết", "NQ-UBTVQH14", "Ủy ban Thường vụ Quốc hội"),
        ("Nghị định", "NĐ-CP", "Chính phủ"),
        ("Quyết định", "QĐ-TTg", "Thủ tướng Chính phủ"),
        ("Thông tư", "TT-BTC", "Bộ Tài chính"),
        ("Kế hoạch", "KH-VKSTC-V1", "Viện kiểm sát nhân dân tối cao"),
        ("Thông tư liên tịch", "TTLT-BCA-BTP", "Bộ Công an; Bộ Tư pháp"),
    ]
)
_HEADS = st.integers(1, 9999).map(str) | st.integers(1, 9).map(lambda number: f"0{number}")
_YEARS = st.none() | st.integers(1990, 2029).map(str)
_SPACES = st.sampled_from(["", " ", "  "])
_OPENINGS = st.sampled_from(["{type} số {number}", "{type} số: {number}", "{type} {number}", "số {number}", "{number}"])


@given(_TYPES, _HEADS, _YEARS, st.tuples(_SPACES, _SPACES), _OPENINGS)
def test_numbers_are_composed(
    kind: tuple[str, str, str], head: str, year: str | None, spaces: tuple[str, str], opening: str
) -> None:
    """However a number is spaced and opened, it is read whole, with its type, year and issuer."""
    name, code, issuer = kind
    around, dash = spaces
    number = "/".join(filter(None, (head, year, code)))
    written = number.replace("/", f"{around}/{around}").replace("-", f"{dash}-{dash}")
    text = f"Thực hiện {opening.format(type=name, number=written)} của cấp trên."
    (found,) = citations_of(text)
    assert found.kind is CitationKind.DOCUMENT
    assert (found.type, found.number, found.issuer) == (name, number, issuer)
    assert found.year == (int(year) if year else None)
    assert found.text == text[found.start : found.end]
    assert found.name == f"{name} số {number}"


_PIECES = st.sampled_from(
    [
        "Điều 5", "khoản 1", "điểm a", " và ", ", ", "; ", " ", "\n", "(", ")", '"', "tội ", "các tội ", "về hành vi ",
        "khởi tố ", "Giết người", "Trộm cắp tài sản", "BLHS", "Luật Đất đai", " năm 2013", "số ", "12", "/", "-",
        "2019", "NĐ-CP", "QH14", "VKSTC", "Nghị định ", "ngày 1/2/2020", "ngày 31/2/2020", " của ", "Chính phủ",
        " theo ", "đến ",
    ]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=3), max_size=25).map("".join))
@settings(max_examples=300)
def test_spans_hold_in_any_text(text: str) -> None:
    """Whatever the text, nothing raises, each span is its text, and no two records say the same."""
    record = extract(Document("-", text), RULES)
    for found in record.citations:
        assert record.text[found.start : found.end] == found.text
        assert found.name
        assert (found.kind is CitationKind.OFFENCE) <= (found.offence is not None)
        assert (found.kind is CitationKind.ARTICLE) <= (found.article is not None)
    said = [tuple(getattr(each, name) for name in ("kind", "name", *_FIELDS)) for each in record.citations]
    assert len(set(said)) == len(said)


# --- the codebook ---


def test_offences_are_in_a_code(rules: RuleSet) -> None:
    """Every short name stands for an offence of one of the codes, and no name stands twice in one."""
    codes = [rules.words("law-offence-2015"), rules.words("law-offence-1999")]
    names = {name for code in codes for name in code.values()}
    assert {name for name in rules.words("law-offence-alias").values() if name not in names} == set()
    for code in codes:
        assert len({fold(name) for name in code.values()}) == len(code)
        assert [number for number in code if not re.fullmatch(r"\d{2,3}[a-z]?", number)] == []


def test_types_and_issuers_agree(rules: RuleSet) -> None:
    """An abbreviation stands for a type that the text may also write out."""
    types = set(rules.words("law-document").values())
    extra = {"Biên bản", "Văn bản hợp nhất"}  # only as abbreviations
    assert set(rules.words("law-abbreviation").values()) - types == extra
    assert set(rules.words("law-document-bare")) <= set(rules.words("law-document"))
    assert set(rules.words("law-abbreviation-joint")) <= set(rules.words("law-abbreviation"))
    assert {name.split()[0] for name in rules.words("law-name").values()} == {"Hiến", "Bộ", "Luật", "Pháp"}
