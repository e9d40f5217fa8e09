"""What a user's own folder changes, and what it must leave as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from vkstats.check import check
from vkstats.extract import extract
from vkstats.model import Document, Figure
from vkstats.packs import RuleSet, load_packs, load_rules, read_rules
from vkstats.packs.location import pattern_root

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]
# What the marks of rules tell: each of these comes out differently without them.
MARKED = """Thu nội địa đạt 68 tỷ đồng, thu từ dầu thô đạt 20 tỷ đồng, tăng lần lượt 38,2% và 35,4% so với năm 2019.
Khởi tố 35 vụ, chiếm 27% tổng số vụ. Xử lý 124 vụ, giảm 15 vụ (124/139) so với cùng kỳ.
"""


def _figures(rules: RuleSet, texts: Iterable[str] = (*TEXTS, MARKED)) -> list[list[Figure]]:
    """The figures of the texts, without the names of their rules."""
    return [[replace(made, rule="") for made in extract(Document("-", text), rules).figures] for text in texts]


def test_a_rule_does_the_same_in_a_users_folder(tmp_path: Path, rules: RuleSet) -> None:
    """Every built-in rule, copied unchanged into one file of the user's, in place of the built-in one."""
    (tmp_path / "rules").mkdir()
    files = sorted((pattern_root() / "core" / "rules").glob("*.yaml"))
    (tmp_path / "rules" / "mine.yaml").write_text("".join(path.read_text("utf-8") for path in files), "utf-8")
    copied = load_rules([tmp_path])
    assert {rule.name.partition(":")[0] for rule in copied.rules} == {"mine"}
    assert _figures(copied) == _figures(rules)


def test_the_name_of_a_rule_means_nothing(tmp_path: Path, rules: RuleSet) -> None:
    """All packs, with every rule under another name."""
    shutil.copytree(pattern_root(), tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*/rules/*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("- rule: ", "- rule: other."), encoding="utf-8")
    renamed = load_packs([tmp_path / "core", tmp_path / "procuracy"])
    assert {rule.name for rule in renamed.rules}.isdisjoint(rule.name for rule in rules.rules)
    assert _figures(renamed) == _figures(rules)


@pytest.mark.parametrize("mark", ["respectively", "share-of-whole", "unit-of-previous"])
def test_every_mark_of_a_rule_counts(mark: str, rules: RuleSet) -> None:
    """Without it a sentence made for it reads differently."""
    without = replace(rules, rules=tuple(replace(rule, marks=rule.marks - {mark}) for rule in rules.rules))
    assert _figures(without, [MARKED]) != _figures(rules, [MARKED])


def test_a_misspelt_kind_is_told_with_the_nearest(tmp_path: Path) -> None:
    """A kind that nobody reads is a mistake; one that a rule of the user's names is theirs to make."""
    lexicon = tmp_path / "lexicon" / "words.yaml"
    lexicon.parent.mkdir()
    lexicon.write_text("- kind: bordr\n  says: thử\n  words:\n  - từ nay\n", encoding="utf-8")
    _, problems = read_rules([tmp_path])
    told = [(problem.line, problem.column, problem.code, dict(problem.details)["nearest"]) for problem in problems]
    assert told == [(1, 9, "unread-kind", "border")]
    rule = tmp_path / "rules" / "rules.yaml"
    rule.parent.mkdir()
    rule.write_text(
        "- rule: own\n  says: thử\n  when: <bordr> <value:count>\n  gives: level\n  finds:\n  - text: từ nay 5 vụ\n"
        "  skips:\n  - 5 vụ\n",
        encoding="utf-8",
    )
    assert check(load_rules([tmp_path])) == []


def test_a_rule_cannot_name_words_that_are_no_tokens(tmp_path: Path) -> None:
    """The words of names, laws and tables never stand in the line that rules read."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(
        "- rule: own\n  says: thử\n  when: <name-province> <value:count>\n  gives: level\n  finds:\n"
        "  - text: An Giang 5 vụ\n  skips:\n  - 5 vụ\n",
        encoding="utf-8",
    )
    assert [problem.code for problem in read_rules([tmp_path])[1]] == ["unknown-kind"]
