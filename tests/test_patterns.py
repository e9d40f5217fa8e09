"""The pattern language: every rule proves itself, every mistake in a pattern file is told at its place."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from vkstats.check import check
from vkstats.errors import PatternError
from vkstats.extract import extract
from vkstats.match import matcher_of
from vkstats.model import Document
from vkstats.packs import RuleSet, load_packs, load_rules, read_rules
from vkstats.packs.grammar import Choice, GrammarError, Repeat, Slot, Word, parse
from vkstats.packs.location import pattern_root

BAD = sorted((Path(__file__).parent / "bad_patterns").glob("*.yaml"))
WORDS = "- kind: unit\n  says: đơn vị\n  words:\n  - vụ\n  - kiến nghị\n"
RULE = """- rule: level.tried
  says: thử
  when: <value:number> <unit:unit>
  gives: amount
  finds:
  - text: có 5 vụ
    value: '5'
  skips:
  - không có vụ nào
"""


def _pack(folder: Path, *, lexicon: str = WORDS, rules: str = RULE) -> Path:
    (folder / "lexicon").mkdir(parents=True)
    (folder / "rules").mkdir()
    (folder / "lexicon" / "words.yaml").write_text(lexicon, encoding="utf-8")
    (folder / "rules" / "rules.yaml").write_text(rules, encoding="utf-8")
    return folder


def test_every_example_of_every_rule_holds(rules: RuleSet) -> None:
    """What a rule says it finds it finds, with the slots that it names; what it says it skips it skips."""
    assert [f"{failure.rule} {failure.code}: {failure.example} {failure.details}" for failure in check(rules)] == []


def test_every_rule_and_form_has_examples_both_ways(rules: RuleSet) -> None:
    """No rule without a sentence that it finds and one that it skips."""
    assert all(rule.finds and rule.skips for rule in rules.rules)
    assert all(form.finds and form.skips for form in rules.forms)


def test_a_broken_example_is_told(tmp_path: Path) -> None:
    """A rule whose example it does not match fails the check, with the place of the example."""
    broken = RULE.replace("có 5 vụ", "có năm").replace("    value: '5'\n", "")
    failures = check(load_packs([_pack(tmp_path, rules=broken)]))
    assert [(failure.rule, failure.code) for failure in failures] == [("rules:level.tried", "missed")]
    assert failures[0].where.endswith("rules.yaml:6:5")


def test_a_rule_that_matches_what_it_says_it_skips_is_told(tmp_path: Path) -> None:
    """The other way round as well."""
    broken = RULE.replace("không có vụ nào", "có 3 vụ")
    assert [failure.code for failure in check(load_packs([_pack(tmp_path, rules=broken)]))] == ["not-skipped"]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_mistakes_in_pattern_files_are_told_at_their_place(path: Path, tmp_path: Path) -> None:
    """The first comment lines of a file name each problem: `# line:column code`."""
    text = path.read_text(encoding="utf-8")
    expected = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    part = path.stem.partition("_")[0]
    if part == "lexicon":
        pack = _pack(tmp_path, lexicon=text, rules=RULE.replace(" <unit:unit>", ""))  # it need not have the kind
    elif part == "weights":
        pack = _pack(tmp_path)
        (pack / part).mkdir()
        (pack / part / path.name).write_text(text, encoding="utf-8")
    else:
        pack = _pack(tmp_path, rules=text)
    with pytest.raises(PatternError) as raised:
        load_packs([pack])
    told = [f"{problem.line}:{problem.column} {problem.code}" for problem in raised.value.problems]
    assert told == expected
    for problem in raised.value.problems:
        assert problem.source_line == text.splitlines()[problem.line - 1]


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    """One run tells the mistakes of every file, in the order of files and lines."""
    one = _pack(tmp_path / "one", rules=RULE.replace("<unit:unit>", "<unit:unti>"))
    two = _pack(tmp_path / "two", rules=RULE.replace("gives: amount", "gives: amuont"))
    with pytest.raises(PatternError) as raised:
        load_packs([one, two])
    assert [problem.code for problem in raised.value.problems] == ["unknown-kind", "unknown-gives"]
    assert dict(raised.value.problems[0].details)["nearest"] == "unit"


def test_a_users_pack_overlays_the_built_in_ones(tmp_path: Path) -> None:
    """A word of a later pack is read by the built-in rules."""
    pack = _pack(tmp_path, lexicon="- kind: unit\n  says: thử\n  words:\n  - zăng\n", rules="")
    (pack / "rules" / "rules.yaml").unlink()
    record = extract(Document("x", "Năm 2020 thu giữ 12 zăng."), load_rules([pack]))
    assert [(figure.text, figure.unit) for figure in record.figures] == [("12 zăng", "zăng")]


def test_missing_and_empty_packs_are_told(tmp_path: Path) -> None:
    """A folder that is not there, one without any pattern file, and a file; none of them has a line."""
    (tmp_path / "file").touch()
    with pytest.raises(PatternError) as raised:
        load_packs([tmp_path / "nowhere", tmp_path, tmp_path / "file"])
    assert sorted(problem.code for problem in raised.value.problems) == ["no-pack", "not-a-pack", "pack-empty"]
    assert {(problem.line, problem.column) for problem in raised.value.problems} == {(0, 0)}


@pytest.mark.parametrize(
    ("name", "is_stray"),
    [
        ("more.yaml", True),
        ("indicators.yml", True),
        ("rules/more.yml", True),
        ("rules/MORE.YAML", True),
        ("lexicon/old/words.yaml", True),
        ("rule/more.yaml", True),
        ("README.md", False),
        (".git/config", False),
        ("rules/.more.yaml", False),
    ],
)
def test_what_nobody_reads_is_told(tmp_path: Path, name: str, is_stray: bool) -> None:
    """A misnamed file or folder is a mistake, not a silence; texts and hidden files are let be."""
    pack = _pack(tmp_path)
    (pack / name).parent.mkdir(exist_ok=True)
    (pack / name).touch()
    rules, problems = read_rules([pack])
    assert [problem.code for problem in problems] == (["stray-file"] if is_stray else [])
    assert rules


def test_a_rule_that_stands_twice_hides_nothing(tmp_path: Path) -> None:
    """The mistake is told, and the examples of both are tried in the same run."""
    rule = RULE.replace("when: <", "when: zăng <").replace("có 5 vụ", "có zăng 5 vụ")
    pack = _pack(tmp_path, rules=rule + rule.replace("không có vụ nào", "có zăng 3 vụ"))
    rules, problems = read_rules([pack])
    assert [problem.code for problem in problems] == ["rule-twice"]
    assert rules
    assert [(failure.rule, failure.code) for failure in check(rules)] == [("rules:level.tried", "not-skipped")]


def test_the_rule_set_travels_between_processes(rules: RuleSet) -> None:
    """It pickles, and the copy reads the same; its digest changes with the files."""
    copy = pickle.loads(pickle.dumps(rules))  # noqa: S301 - our own bytes
    document = Document("x", "Năm 2020 khởi tố 35 vụ/52 bị can, tăng 5 vụ.")
    assert extract(document, copy) == extract(document, rules)
    assert copy.digest == rules.digest != load_packs([pattern_root() / "core"]).digest


def test_the_when_grammar() -> None:
    """Words, slots, options, choices and repetitions; words in a row are one literal."""
    tree = parse("so với [<hedge>] <value:count> (lên đến | /) <other:count>...")
    assert tree.items[0] == Word("so với", 0)
    assert isinstance(tree.items[1], Repeat)
    assert tree.items[2] == Slot("value", "count", 24)
    assert isinstance(tree.items[3], Choice)
    assert tree.items[4] == Repeat(Slot("other", "count", 52), 1, many=True)


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("", 0, "when-empty"),
        ("tăng [<value:count>", 5, "when-unclosed"),
        ("kém <value:amount", 4, "when-unclosed"),
        ("tăng ] vụ", 5, "when-unexpected"),
        ("tăng () vụ", 5, "when-empty"),
        ("tăng <Value:count>", 5, "when-slot"),
        ("a | b", 2, "when-unexpected"),
    ],
)
def test_mistakes_in_a_when_line_point_at_their_column(line: str, column: int, code: str) -> None:
    """The column is that of the slip itself."""
    with pytest.raises(GrammarError) as raised:
        parse(line)
    assert (raised.value.column, raised.value.code) == (column, code)


def test_the_longest_leftmost_rule_wins(rules: RuleSet) -> None:
    """`tăng 5 vụ (16,7%)` is one match of one rule, not a change and a share."""
    record = extract(Document("x", "Khởi tố 35 vụ, tăng 5 vụ (16,7%)."), rules)
    assert [figure.rule for figure in record.figures] == [
        "levels:level.plain",
        "changes:change.by",
        "changes:change.by",
    ]
    assert matcher_of(rules) is matcher_of(rules)
