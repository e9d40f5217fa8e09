"""The layout of a text: blocks and sentences, from small pages of our own writing in `data/layout/`.

Each `NAME.txt` has a `NAME.yaml` beside it: the list of blocks as `kind level | text`, the sentences of some.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vkstats.extract import extract
from vkstats.model import BlockKind, Document, DocumentRecord
from vkstats.packs import RuleSet, load_rules
from vkstats.text import fold, normalise, prepare

TESTS = Path(__file__).parent
LAYOUT = TESTS / "data" / "layout"
SENTENCES = yaml.safe_load((LAYOUT / "sentences.yaml").read_text(encoding="utf-8"))

# Strings that look like reports: markers, stops, stamps, line ends and odd code points in any order.
PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\t",
        "\u00a0",
        "\x85",
        "- ",
        "+ ",
        "a) ",
        "1.1. ",
        "I. ",
        "IV/",
        "Đ/c ",
        "TP. ",
        "./.",
        ". ",
        "…",
        "Nơi nhận:",
        "BÁO CÁO",
        "Số: 1/BC-VKS",
        "1/15/2021 7:29:59 AM ",
        "15:20, Thứ Ba, 16/07/2019 (GMT+7)",
        "Ảnh: ",
        "Tin, ảnh: ",
        "Lê Văn Xuân",
        "khởi tố 05 vụ",
        "(",
        ")",
        "İ",
        "\ud800",
        "\0",
        "e\u0323\u0302",
    ]
)
REPORTS = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


def _left_out(text: str) -> str:
    """What of a text between blocks is neither space nor a mark of emphasis."""
    return re.sub(r"[\s*_]", "", text)


@given(st.text() | REPORTS)
def test_layout_covers_the_text(rules: RuleSet, raw: str) -> None:
    """Blocks are disjoint, in order, and leave out nothing but white space and marks of emphasis around a line.

    Sentences lie within them. Only the lines of a table stay apart.
    """
    article = prepare(Document("-", raw), rules)
    assert article.text.replace("_", " ") == normalise(raw).replace("_", " ")
    assert len(article.folded) == len(article.text)
    at = 0
    for block in article.blocks:
        assert at <= block.start <= block.body <= block.end
        assert block.start < block.end
        assert not _left_out(article.text[at : block.start])
        assert block.kind is BlockKind.TABLE or "\n" not in article.folded[block.start : block.end]
        at = block.end
    assert not _left_out(article.text[at:])
    at = 0
    for sentence in article.sentences:
        block = article.blocks[sentence.block]
        assert max(at, block.body) <= sentence.start < sentence.end <= block.end
        assert article.text[sentence.start : sentence.end].strip()
        at = sentence.end


@given(st.text())
def test_folding_keeps_the_length_and_is_idempotent(raw: str) -> None:
    """`fold` never moves an offset, and folding twice changes nothing more."""
    text = normalise(raw)
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("path", sorted(LAYOUT.glob("*.txt")), ids=lambda path: path.stem)
def test_blocks_of_a_page(path: Path, rules: RuleSet) -> None:
    """Every line of a page gets the kind, the level and the joins that the page's data file says."""
    article = prepare(Document(path.name, path.read_text(encoding="utf-8")), rules)
    got = [
        f"{block.kind} {block.level} | {article.text[block.body : block.end]}".replace("\n", " ⏎ ")
        for block in article.blocks
    ]
    assert got == yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:40])
def test_sentences(case: dict[str, Any], rules: RuleSet) -> None:
    """A paragraph is cut into the sentences that its data file lists."""
    article = prepare(Document("-", case["text"]), rules)
    assert [article.text[sentence.start : sentence.end] for sentence in article.sentences] == case["sentences"]


def _texts() -> list[str]:
    """The samples that nobody wrapped, and the annotated texts."""
    samples = [path.read_text(encoding="utf-8") for path in sorted((TESTS.parent / "samples").glob("*.txt"))]
    gold = (TESTS / "gold" / "procuracy.jsonl").read_text(encoding="utf-8").splitlines()
    unwrapped = [text for text in samples if max(map(len, text.splitlines())) > 130]
    return [*unwrapped, *(json.loads(line)["text"] for line in gold)]


def _wrapped(line: str, width: int, *, hanging: bool) -> str:
    marker, space, _ = line.partition(" ")
    indent = " " * len(marker + space) if hanging and marker.strip("-+*•.)0123456789") == "" else ""
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _figures(record: DocumentRecord) -> Counter[object]:
    return Counter(
        (figure.value, figure.unit, figure.role, figure.period, figure.relation) for figure in record.figures
    )


@pytest.mark.parametrize("hanging", [False, True], ids=["flush", "hanging"])
@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("between", ["\n\n", "\n"], ids=["blank lines", "no blank lines"])
def test_wrapping_changes_nothing(between: str, width: int, rules: RuleSet, *, hanging: bool) -> None:
    """A text wrapped at any width has the same title and period, and 97 of 100 figures at least."""
    total = lost = 0
    for text in _texts():
        lines = [line for line in text.splitlines() if line.strip()]
        reference = extract(Document("-", between.join(lines)), rules)
        wrapped = between.join(_wrapped(line, width, hanging=hanging) for line in lines)
        record = extract(Document("-", wrapped), rules)
        assert (record.frame.title, record.frame.period) == (reference.frame.title, reference.frame.period)
        missing, added = _figures(reference) - _figures(record), _figures(record) - _figures(reference)
        total += len(reference.figures)
        lost += max(missing.total(), added.total())
    assert total
    assert lost <= 0.03 * total


def test_a_sentence_beyond_any_length_is_cut_where_a_clause_ends(rules: RuleSet) -> None:
    """A list that never stops gives sentences of some four thousand characters, none cut inside a clause."""
    article = prepare(Document("-", "Năm 2020 khởi tố " + "12,5 vụ trộm cắp tài sản; " * 1000), rules)
    pieces = [article.text[sentence.start : sentence.end] for sentence in article.sentences]
    assert len(pieces) > 1
    assert max(map(len, pieces)) < 4100
    assert all(piece.endswith("sản;") for piece in pieces)


@pytest.mark.parametrize(
    ("kind", "word", "line", "becomes"),
    [
        ("layout-caption", "minh họa", "Minh họa: hội nghị sơ kết", BlockKind.CAPTION),
        ("layout-motto", "vương quốc việt nam", "Vương quốc Việt Nam", BlockKind.BOILERPLATE),
        ("layout-division", "tập", "Tập 2. Kết quả công tác", BlockKind.HEADING),
    ],
)
def test_the_words_of_the_layout_are_data(
    kind: str, word: str, line: str, becomes: BlockKind, *, tmp_path: Path, rules: RuleSet
) -> None:
    """A word that a user's pack adds tells what a line is for; without it the line is a paragraph."""
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    value = ": number" if kind == "layout-division" else ""
    dash = "" if value else "- "
    (lexicon / "more.yaml").write_text(
        f"- kind: {kind}\n  says: thêm\n  words:\n  {'  ' if value else ''}{dash}{word}{value}\n", "utf-8"
    )
    document = Document("-", f"Kết quả công tác năm 2023\n\nĐơn vị khởi tố 35 vụ án.\n\n{line}\n\nTruy tố 20 vụ.\n")
    kinds = [[block.kind for block in prepare(document, words).blocks] for words in (rules, load_rules([tmp_path]))]
    assert [blocks[2] for blocks in kinds] == [BlockKind.PARAGRAPH, becomes]


def test_word_segmented_texts_are_read_as_the_texts_they_were(rules: RuleSet) -> None:
    """The marks between syllables are spaces, at the same places; a name of a file keeps its own."""
    said = "Tòa án nhân dân huyện Bình An thụ lý 25 vụ án, giảm 2,4 % so với cùng kỳ năm 2019."
    segmented = "Tòa_án nhân_dân huyện Bình_An thụ_lý 25 vụ_án, giảm 2,4 % so_với cùng_kỳ năm 2019."
    assert prepare(Document("a", segmented), rules).text == said
    named = "Tệp bao_cao_2020.txt có 25 vụ."
    assert prepare(Document("a", named), rules).text == named
