"""Nouns behind a bare number: the table of known words answers, underthesea only where it knows none."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from vkstats.link import words
from vkstats.model import Article
from vkstats.packs.location import pattern_root
from vkstats.text import fold

ROOT = Path(__file__).parents[1]
TABLE = pattern_root() / "core" / "nouns.tsv"
# Sentences made for this test; the tagger knows their words well.
SENTENCES = [
    "Thành phố có năm con đường và các con đường đều sạch.",
    "Những kiến trúc sư này gặp hai kiến trúc sư nước ngoài.",
    "Họ không vay nợ, và họ đã trả hết nợ.",
]


def cases() -> list[tuple[str, str | None]]:
    """Phrases behind a number, and their first word if it is a noun that is counted."""
    with (Path(__file__).parent / "data" / "nouns.tsv").open(encoding="utf-8", newline="") as table:
        return [(row["phrase"], row["noun"] or None) for row in csv.DictReader(table, delimiter="\t")]


def noun(phrase: str) -> str | None:
    """The noun that opens a phrase."""
    article = Article("test", phrase, fold(phrase), (), ())
    return words.first_noun(article, 0, len(article.text))


def made(corpus: Path, table: Path) -> list[list[str]]:
    """The rows that the tool makes of a corpus."""
    subprocess.run([sys.executable, ROOT / "tools" / "nouns.py", corpus, table], check=True, cwd=ROOT)
    return [line.split("\t") for line in table.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("phrase", "expected"), cases())
def test_the_table_answers(phrase: str, expected: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the table knows, or what is written as a name, needs no tagger."""
    monkeypatch.setitem(sys.modules, "underthesea", None)  # an import fails
    assert noun(phrase) == expected


def test_the_tagger_reads_what_the_table_does_not_know() -> None:
    """A word that no corpus showed often enough: underthesea tells whether it is a noun."""
    assert not any(line.startswith("quạt") for line in TABLE.read_text("utf-8").splitlines())
    assert noun("quạt trần cũ") == "quạt trần"


def test_samples_need_no_tagger() -> None:
    """underthesea is not even imported for the texts that lie beside the program."""
    program = """
import sys
from pathlib import Path
from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import load_rules
rules = load_rules()
texts = (path.read_text("utf-8") for path in Path("samples").glob("*.txt"))
print(sum(len(extract(Document("sample", text), rules).figures) for text in texts))
print("underthesea" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT, text=True)
    figures, imported = done.stdout.split()
    assert int(figures) > 0
    assert imported == "False"


def test_the_table_is_as_it_says() -> None:
    """Sorted folded words with their counts, small, and how they were made in the first line."""
    made_how, head, *rows = TABLE.read_text("utf-8").splitlines()
    assert made_how.startswith("# Made by tools/nouns.py with underthesea ")
    assert head.split("\t") == ["word", "tag", "times", "counted"]
    cells = [row.split("\t") for row in rows]
    assert [row for row in cells if len(row) != 4 or fold(row[0]) != row[0] or not row[2].isdigit()] == []
    assert [row[0] for row in cells] == sorted({row[0] for row in cells})
    assert {row[1] for row in cells} & {"Np", "Ny"} == set()
    assert TABLE.stat().st_size < 300_000


def test_the_tool_makes_the_same_table_twice(tmp_path: Path) -> None:
    """A folder of texts or JSON Lines of the same texts: the same words with the same counts, and no sentence."""
    text = "\n".join(SENTENCES * 24)
    (tmp_path / "corpus.jsonl").write_text(json.dumps({"text": text}, ensure_ascii=False) + "\n", "utf-8")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text(text, "utf-8")
    rows = made(tmp_path / "corpus.jsonl", tmp_path / "first.tsv")
    assert made(tmp_path / "corpus", tmp_path / "second.tsv") == rows
    told = {row[0]: row[1:] for row in rows[2:]}
    assert told["kiến trúc sư"] == ["N", "48", "48"]
    assert told["nợ"][0] == "N"
    assert told["nợ"][-1] == ""  # a noun, never counted
    assert all(sentence not in (tmp_path / "first.tsv").read_text("utf-8") for sentence in SENTENCES)
