"""What the documents tell a person to type works, and both languages tell the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import program
import pytest

from vkstats.annotation import DOCUMENT_KEYS, FIELDS, FIGURE_KEYS, PERSON_KEYS, read_annotations
from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import RuleSet
from vkstats.packs.ruleset import LOWER, MARKS, UPPER
from vkstats.score import MEASURES, compare
from vkstats.vocabulary import CLASSES, KINDS

ROOT = Path(__file__).parents[1]
ENGLISH, VIETNAMESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.vi.md"))
PATTERNS, PATTERNS_VI = ((ROOT / "docs" / name).read_text("utf-8") for name in ("patterns.md", "patterns.vi.md"))
CITATIONS, CITATIONS_VI = ((ROOT / "docs" / name).read_text("utf-8") for name in ("citations.md", "citations.vi.md"))
SCORING, SCORING_VI = ((ROOT / "docs" / name).read_text("utf-8") for name in ("scoring.md", "scoring.vi.md"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def commands(document: str) -> list[str]:
    """The lines of its shell blocks, comments left out."""
    blocks = re.findall(r"^```sh\n(.*?)^```", document, re.MULTILINE | re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_it_opens_with_two_commands() -> None:
    """make demo, make test, then the daily install."""
    assert commands(ENGLISH)[:3] == ["make demo", "make test", "pipx install ."]


def test_both_languages_tell_the_same_commands() -> None:
    """The twin is no second document: same commands, same options, same columns."""
    assert commands(ENGLISH) == commands(VIETNAMESE)
    assert first_cells(ENGLISH) == first_cells(VIETNAMESE)


def first_cells(document: str) -> list[str]:
    """What the rows of its tables are about."""
    return re.findall(r"^\| (`.*?`|[\d, ]+) \|", document.replace("TÊN", "NAME"), re.MULTILINE)


def yaml_blocks(document: str) -> list[str]:
    """Its pattern files."""
    return re.findall(r"^```yaml\n(.*?)^```", document, re.MULTILINE | re.DOTALL)


def test_both_languages_show_the_same_patterns() -> None:
    """The page on the pattern language has a twin as well."""
    assert first_cells(PATTERNS) == first_cells(PATTERNS_VI)
    assert yaml_blocks(PATTERNS) == yaml_blocks(PATTERNS_VI)


def test_the_page_on_patterns_is_whole() -> None:
    """Every class, and everything that a rule may give or be marked with, is on it."""
    named = set(re.findall(r"`<?([a-z-]+)>?`", PATTERNS))
    assert (set(CLASSES) | LOWER | UPPER | MARKS) <= named


@pytest.mark.parametrize("page", [PATTERNS + CITATIONS, PATTERNS_VI + CITATIONS_VI], ids=["en", "vi"])
def test_the_tables_of_kinds_are_whole(page: str) -> None:
    """Every declared kind has its row, once, and no row is of a kind that is not declared."""
    tables = re.findall(r"^\| (?:kind|loại) \|.*?(?=\n\n|\Z)", page, re.DOTALL | re.MULTILINE)
    rows = re.findall(r"^\| (`.*?`) \|", "\n".join(tables), re.MULTILINE)
    told = [kind for row in rows for kind in re.findall(r"`([^`]+)`", row)]
    assert sorted(told) == sorted(KINDS)


@pytest.mark.usefixtures("warm_workers")
@pytest.mark.parametrize("command", [line for line in commands(ENGLISH) if "vkstats" in line])
def test_its_commands_run(command: str, tmp_path: Path) -> None:
    """Each line of the usage part runs as it stands, puts something out, and complains of nothing but what it found."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    done = piped(command, tmp_path) if "|" in command else program.as_shell(command, tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout or any(tmp_path.glob("figures.*")) or b"rules" in done.stderr


def piped(command: str, folder: Path) -> program.Done:
    """Run the line in a shell, as a person does."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        check=False,
    )


def test_both_languages_tell_the_same_of_scoring() -> None:
    """The page on scoring has a twin as well: same commands, keys and example."""
    assert commands(SCORING) == commands(SCORING_VI)
    assert first_cells(SCORING) == first_cells(SCORING_VI)
    assert json_block(SCORING) == json_block(SCORING_VI)


def json_block(document: str) -> str:
    """Its annotated text."""
    (block,) = re.findall(r"^   ```json\n(.*?)^   ```", document, re.MULTILINE | re.DOTALL)
    return re.sub("^   ", "", block, flags=re.MULTILINE)


def test_the_page_on_scoring_is_whole() -> None:
    """Every key, field and rate is on it."""
    named = set(re.findall(r"`([a-z0-9_]+)`", SCORING))
    assert (set(DOCUMENT_KEYS) | set(FIGURE_KEYS) | set(PERSON_KEYS) | set(FIELDS) | set(MEASURES)) <= named


def test_the_text_of_the_page_scores(rules: RuleSet) -> None:
    """What it shows is an annotation without mistakes, and the rules read it as it says."""
    (annotation,), problems = read_annotations(Document("gold.jsonl", json_block(SCORING)))
    assert problems == []
    comparison = compare(annotation, extract(Document("first", annotation.text), rules))
    assert comparison.mistakes == ()
