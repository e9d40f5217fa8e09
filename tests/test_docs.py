"""Every pattern file and every command that a page shows works as it stands there."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import program
import pytest

from vkstats.check import check
from vkstats.extract import extract
from vkstats.model import Document, Role
from vkstats.packs import load_rules

ROOT = Path(__file__).parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
}
PARTS = {"kind": "lexicon", "rule": "rules", "indicator": "."}
# What stands for a name of the reader's.
_PLACEHOLDER = re.compile(r"…|\b(?:FILE|DIR|GOLD|OUT)\b")


def _blocks(page: str, language: str) -> list[str]:
    """The code blocks of a page in a language, those of a numbered list as well."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", page, re.MULTILINE | re.DOTALL)
    return [re.sub(f"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def _pack(folder: Path, page: str) -> set[str]:
    """The pattern files of a page as one folder; the names of their rules and forms."""
    blocks = _blocks(page, "yaml")
    for number, block in enumerate(blocks):
        part = PARTS[block.partition(":")[0].removeprefix("- ")]
        (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / part / ("indicators.yaml" if part == "." else f"{number}.yaml")).write_text(block, "utf-8")
    return {name for block in blocks for name in re.findall(r"^ *- (?:rule|form): (.*)", block, re.MULTILINE)}


def _lines(page: str) -> list[str]:
    """The calls of `vkstats` in the shell blocks of a page, and those in its text that name all they need."""
    blocks = [line.partition("  #")[0].strip() for block in _blocks(page, "sh") for line in block.splitlines()]
    named = re.findall(r'`(vkstats (?:explain "[^`…]+"|rules check[^`]*|score \S+\.jsonl[^`]*))`', page)
    return [line for line in (*blocks, *named) if line.startswith("vkstats ") and not _PLACEHOLDER.search(line)]


LINES = dict.fromkeys(line for name, page in PAGES.items() if "README" not in name for line in _lines(page))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with what the pages' commands name."""
    samples = sorted((ROOT / "samples").glob("*.txt"))
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    for reports, crawl, export in (("reports", "crawl.zip", "export.jsonl"), ("bao-cao", "kho.zip", "xuat.jsonl")):
        (tmp_path / reports).mkdir()
        shutil.copy(samples[0], tmp_path / reports)
        with zipfile.ZipFile(tmp_path / crawl, "w") as pages:
            pages.write(samples[1], "page.txt")
        (tmp_path / export).write_text('{"body": "Khởi tố 35 vụ.", "id": 1}\n', "utf-8")
    for name in ("gold", "january", "february"):
        shutil.copy(ROOT / "tests" / "gold" / "samples.jsonl", tmp_path / f"{name}.jsonl")
    _pack(tmp_path / "my-patterns", PAGES["docs/patterns.md"])
    return tmp_path


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if _blocks(page, "yaml")])
def test_the_patterns_of_a_page_hold(name: str, tmp_path: Path) -> None:
    """They load over the built-in packs, and every example of theirs proves itself."""
    names = _pack(tmp_path, PAGES[name])
    rules = load_rules([tmp_path])
    known = {rule.name.partition(":")[2] for rule in rules.rules} | {form.form for form in rules.forms}
    assert names <= known
    assert [failure for failure in check(rules) if failure.rule.rpartition(":")[2] in names] == []
    (_, change) = extract(Document("-", "Khởi tố 31 vụ, kém 4 vụ so với năm 2021."), rules).figures
    assert (change.role, change.direction, change.baseline) == (Role.CHANGE, "down", "2021-01-01/2021-12-31")


@pytest.mark.usefixtures("warm_workers")
@pytest.mark.parametrize("line", LINES)
def test_the_commands_of_a_page_run(line: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each runs on files of the names that it gives; a job of Spark is only begun. Those of README: `test_readme`."""
    jobs: list[str] = []
    monkeypatch.setattr("vkstats.cli.cluster.run", lambda *_, **__: jobs.append(line) or True)
    done = program.as_shell(line, desk)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or done.stderr or jobs
