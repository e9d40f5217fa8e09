"""`vkstats score`: rates of annotated texts, what is listed as wrong, and mistakes in the files."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from vkstats.model import DocumentRecord, Figure, Frame, Kind, Modality, Role
from vkstats.score import RATES, Gold, Score, read_gold

ROOT = Path(__file__).parents[1]
MISTAKES = yaml.load(  # strings only
    (ROOT / "tests/data/gold_mistakes.yaml").read_text(encoding="utf-8"),
    Loader=yaml.BaseLoader,  # noqa: S506
)
GOOD = json.loads(re.findall(r"^ +(\{.*\})$", (ROOT / "docs/scoring.md").read_text(encoding="utf-8"), re.MULTILINE)[0])


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vkstats", "--lang", "en", "score", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _written(folder: Path, *lines: str) -> str:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_example_of_the_documentation_is_read_right(tmp_path: Path) -> None:
    """Every rate that the example speaks of is 1, and those that it does not are empty."""
    result = _run(_written(tmp_path, json.dumps(GOOD)), "-f", "json", "--errors", "9")
    rates = json.loads(result.stdout)
    assert (result.returncode, result.stderr, rates["wrong"]) == (0, "", [])
    assert {name: rates["all"][name] for name in ("precision", "recall", "row", "doc_period")} == {
        "precision": 1, "recall": 1, "row": 1, "doc_period": 1,
    }  # fmt: skip
    assert rates["all"]["doc_author"] is None


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case["says"][:40])
def test_a_line_that_is_no_annotation_is_told_and_the_rest_is_scored(case: dict[str, str], tmp_path: Path) -> None:
    """One line says where and what; exit code 1; the good line counts."""
    result = _run(path := _written(tmp_path, case["line"], json.dumps(GOOD)), "-f", "csv")
    assert result.returncode == 1
    assert result.stderr.startswith(f"{path}:1: ")
    assert case["says"] in result.stderr
    assert result.stderr.count("\n") == 1
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert [(row["file"], row["documents"], row["row"]) for row in rows] == [
        (path, "1", "1.0000"),
        ("all", "1", "1.0000"),
    ]


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "holds no line"), (b"\xff\xfe{}", "byte 0: not UTF-8"), (None, "cannot be read")]
)
def test_a_file_that_cannot_be_read_is_told(content: bytes | None, says: str, tmp_path: Path) -> None:
    """Nothing on standard output, one line on standard error."""
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    result = _run(str(path))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{path}: ")
    assert says in result.stderr


def _figure(number: int, text: str, start: int, **fields: object) -> Figure:
    known = {
        "id": number, "text": text, "start": start, "end": start + len(text), "kind": Kind.COUNT, "max": None,
        "value": Decimal(text.split(maxsplit=1)[0]), "of": None, "unit": "vụ", "item": "vụ", "action": None,
        "indicator": "", "modality": Modality.EXACT, "role": Role.LEVEL, "direction": None, "baseline": None,
        "relation": None, "parent": None, "period": None, "sentence": "", "rule": "",
    }  # fmt: skip
    return Figure(**(known | fields))  # type: ignore[arg-type]


def _gold(tmp_path: Path, **keys: object) -> Gold:
    (gold,) = read_gold(_written(tmp_path, json.dumps({"text": "Có 5 vụ, 7 vụ và 60 năm.", **keys})))
    assert isinstance(gold, Gold)
    return gold


def test_missed_extra_ignored_soft_and_alternatives(tmp_path: Path) -> None:
    """Each kind of answer counts as the documentation says."""
    wanted = {"n": 1, "num": "5", "text": "5 vụ", "kind": "count", "value": 5, "unit": "vụ|vụ án", "item": "vụ"}
    gold = _gold(tmp_path, figures=[wanted | {"soft": ["period"]}], ignore=["60 năm"])
    record = DocumentRecord("x", Frame(), gold.text, (
        _figure(1, "5 vụ", 3, period="2020-01-01/2020-12-31"), _figure(2, "7 vụ", 9), _figure(3, "60 năm", 17),
    ))  # fmt: skip
    score = Score()
    score.add(gold, record)
    assert (score.rates["precision"], score.rates["recall"], score.rates["row"]) == (0.5, 1.0, 2 / 3)
    assert [(wrong.code, wrong.words) for wrong in score.wrong] == [("extra", "7 vụ")]
    score.add(gold, DocumentRecord("x", Frame(), gold.text, (_figure(1, "5 vụ", 3, unit="đơn", item="đơn thư"),)))
    listed = [(wrong.code, wrong.field, wrong.wanted, wrong.got) for wrong in score.wrong[1:]]
    assert listed == [("field", "unit", "vụ|vụ án", "đơn"), ("field", "item", "vụ", "đơn thư")]


def test_errors_are_listed_and_the_files_have_columns(tmp_path: Path) -> None:
    """The table has a column a file and one for all; the wrong answers follow."""
    wrong = json.loads(json.dumps(GOOD))
    wrong["figures"][0]["value"] = 49
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps(wrong), encoding="utf-8")
    result = _run(_written(tmp_path, json.dumps(GOOD)), str(other), "-f", "table", "--errors", "1")
    assert result.returncode == 0
    assert "an-duong-2021#1 “48 vụ”: value: wanted 49, got 48" in result.stdout
    assert all(f"\n{rate} " in result.stdout for rate in RATES)


@pytest.mark.parametrize("arguments", [(), ("x.jsonl", "-f", "xlsx"), ("x.jsonl", "--errors", "-1")])
def test_wrong_usage_is_told(arguments: tuple[str, ...]) -> None:
    """Exit code 2 and one line."""
    result = _run(*arguments)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
