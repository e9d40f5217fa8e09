"""Row labels and categories: those of the page about them, and what holds for every figure."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from vkstats.extract import extract
from vkstats.model import Document, Figure, Relation
from vkstats.packs import RuleSet
from vkstats.text import fold

TESTS = Path(__file__).parent
PAGES = [(TESTS.parent / "docs" / name).read_text("utf-8") for name in ("indicators.md", "indicators.vi.md")]
CASES = yaml.load((TESTS / "data" / "indicators.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
# Words that lead on to another: no phrase ends with them.
_OPEN_ENDED = frozenset(["của", "và", "với", "cho", "tại", "các", "những", "là", "hoặc", "theo", "mà", "nhưng"])
_OF_LEVEL = (Relation.CHANGE_OF, Relation.SHARE_OF, Relation.BASELINE_OF)


def _figures(text: str, rules: RuleSet) -> tuple[Figure, ...]:
    return extract(Document("case", text), rules).figures


def _rows(page: str, column: str) -> list[tuple[str, list[str]]]:
    table = page.split(f"## `{column}`")[1].split("## ", maxsplit=1)[0]
    return [(text, told.split("; ")) for text, told in re.findall(r"^\| `(.*?)` \| (.*) \|$", table, re.MULTILINE)]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_labels_and_categories(case: dict[str, str], rules: RuleSet) -> None:
    """Every figure has the label and the category that the file gives it, and there are no others."""
    found = [f"{figure.indicator}|{figure.category or ''}".rstrip("|") for figure in _figures(case["text"], rules)]
    assert found == case["figures"]


@pytest.mark.parametrize("column", ["indicator", "category"])
def test_the_pages_tell_what_comes_out(column: str, rules: RuleSet) -> None:
    """Both pages show the same texts, and for each of their figures what the program gives it."""
    rows = _rows(PAGES[0], column)
    assert rows == _rows(PAGES[1], column)
    assert len(rows) > 3
    for text, told in rows:
        figures = _figures(f"{text}.", rules)
        assert [getattr(figure, column) or "–" for figure in figures if figure.unit != "tuổi"] == told, text


def _texts() -> Iterator[str]:
    for path in sorted((TESTS.parent / "samples").glob("*.txt")):
        yield path.read_text("utf-8")
    for path in sorted((TESTS / "gold").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)["text"]
    for name in ("figures.yaml", "link.yaml", "phrases.yaml", "indicators.yaml"):
        for case in yaml.load((TESTS / "data" / name).read_text("utf-8"), Loader=yaml.BaseLoader):  # noqa: S506
            yield case["text"]


def test_every_label_stands_alone(rules: RuleSet) -> None:
    """No label is empty, begins small, says a word twice or ends in a word that leads on; levels lend theirs."""
    for text in _texts():
        figures = _figures(text, rules)
        known = {figure.id: figure for figure in figures}
        spelled: dict[str, str] = {}
        for figure in figures:
            label, words = figure.indicator, fold(figure.indicator).split()
            assert label, figure
            assert label[0].isupper(), figure
            assert all(one != other for one, other in itertools.pairwise(words)), figure
            assert words[-1] not in _OPEN_ENDED, figure
            assert spelled.setdefault(fold(label), label) == label, figure
            if figure.relation in _OF_LEVEL and figure.parent:
                assert label == known[figure.parent].indicator, figure


def test_parts_have_a_category_and_what_is_no_part_has_none(rules: RuleSet) -> None:
    """So the levels without one, or the parts of one total, can be summed."""
    for text in _texts():
        for figure in _figures(text, rules):
            if figure.relation is Relation.PART_OF:
                assert figure.category, figure
            elif not figure.rule.startswith("tables:"):
                assert figure.category is None, figure


def test_the_rows_of_a_table_are_its_categories(rules: RuleSet) -> None:
    """Each cell has the name of its row; the total has none, and is the sum of the others."""
    table = "Địa bàn | Số vụ\nHuyện Kim Sơn | 12\nHuyện Yên Mô | 18\nTổng số | 30"
    figures = _figures(table.replace(" | ", "\t"), rules)
    assert [(figure.category, int(figure.value)) for figure in figures] == [
        ("huyện Kim Sơn", 12),
        ("huyện Yên Mô", 18),
        (None, 30),
    ]
