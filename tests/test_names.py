"""Names first: one case a text in `data/names.yaml`, with its names and the figures that they leave."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES
from hypothesis import given
from hypothesis import strategies as st

from vkstats.extract import extract
from vkstats.lex import lexer_of
from vkstats.model import Document, NameKind, NameSpan
from vkstats.names import find_names
from vkstats.text import prepare

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "names.yaml").read_text(encoding="utf-8"))
MENTIONS = yaml.safe_load((DATA / "mentions.yaml").read_text(encoding="utf-8"))
PIECES = [
    "Quyết định số 12 năm 2015",
    "Công an huyện Đông Hưng",
    "Nguyễn Văn Năm",
    "Điều 173",
    "tỉnh Thái Bình",
    "3 đại biểu Quốc hội",
    " ",
    ", ",
    ".\n",
    " khởi tố 5 vụ ",
]


def names_in(text: str) -> tuple[str, tuple[NameSpan, ...]]:
    """A text as the program has it, and the spans of its names."""
    article = prepare(Document("-", text), RULES)
    return article.text, find_names(article, RULES).spans


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_names(case: dict[str, Any]) -> None:
    """A text has exactly the names that its case lists."""
    text, spans = names_in(case["text"])
    assert [f"{span.kind}: {text[span.start : span.end]}" for span in spans] == case["names"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_figures_beside_names(case: dict[str, Any]) -> None:
    """No number, unit or year inside a name makes a figure or a period."""
    figures = extract(Document("-", case["text"]), RULES).figures
    assert [f"{each.value} {each.unit} | {each.period or ''}".strip() for each in figures] == case["figures"]


@pytest.mark.parametrize("case", MENTIONS, ids=lambda case: case["text"][:50])
def test_mentions(case: dict[str, Any]) -> None:
    """Every person and organisation is mentioned where their case says, and nobody else is named."""
    record = extract(Document("-", case["text"]), RULES)
    for table in ("people", "organisations"):
        named = {each.name: each for each in getattr(record, table)}
        told = {name: [record.text[start:end] for start, end in each.mentions] for name, each in named.items()}
        assert told == case.get(table, {}), table
        assert all((each.start, each.end) == each.mentions[0] for each in named.values())


def test_all_of_many_mentions() -> None:
    """However often a name is called, each time is there, in the one record."""
    text = "Ông Lê Văn Trường nói. " + "Ông Trường đến. VKSND huyện Mai Sơn họp. " * 2000
    record = extract(Document("-", text), RULES)
    assert len(record.people[0].mentions) == 2001
    assert len(record.organisations[0].mentions) == 2000


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=20).map("".join))
def test_names_lie_apart_and_are_tokens(text: str) -> None:
    """Of any text the names lie apart, in order; the tokens too, and none is cut by the edge of a name's token."""
    article = prepare(Document("-", text), RULES)
    spans = find_names(article, RULES).spans
    assert all(first.end <= second.start for first, second in pairwise(spans))
    lexer = lexer_of(RULES)
    for sentence in article.sentences:
        tokens = lexer.lex(article.text, article.folded, sentence.start, sentence.end, spans)
        assert all(first.end <= second.start for first, second in pairwise(tokens))
        names = {(span.start, span.end) for span in spans}
        assert all((token.start, token.end) in names for token in tokens if set(NameKind) & token.kinds.keys())
