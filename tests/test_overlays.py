"""What a user's own folder changes, and what it must leave as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from vkstats.explain import explain
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
    assert _figures(renamed, [MARKED]) == _figures(rules, [MARKED])


@pytest.mark.parametrize("mark", ["respectively", "share-of-whole", "unit-of-previous"])
def test_every_mark_of_a_rule_counts(mark: str, rules: RuleSet) -> None:
    """Without it a sentence made for it reads differently."""
    without = replace(rules, rules=tuple(replace(rule, marks=rule.marks - {mark}) for rule in rules.rules))
    assert _figures(without, [MARKED]) != _figures(rules, [MARKED])


# Words of the samples and of the lexicon, cut as no lexicon cuts them: parts of its words, several of them, numbers.
LITERALS = """xử phạt vi phạm|khởi tố vụ|bị can|can|so|với năm|tăng|vụ|vụ án hình|năm|một|đồng|tháng đầu|quý|lần lượt
thành|mức|trong đó có|ban hành|kiến nghị phòng|tỷ|5|so với cùng kỳ năm|Viện kiểm sát|án|hình sự|%""".replace(
    "\n", "|"
).split("|")


def _rule(name: str, when: str, gives: str = "level") -> str:
    return (
        f"- rule: {name}\n  says: thử\n  when: '{when}'\n  gives: {gives}\n"
        "  finds:\n  - text: không thử\n  skips:\n  - không thử\n"
    )


def _with_rules(folder: Path, *rules: str) -> RuleSet:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / "own.yaml").write_text("".join(rules), encoding="utf-8")
    return load_rules([folder])


def _small(folder: Path, *rules: str) -> RuleSet:
    """A pack of a few words and rules, with these rules behind them."""
    kinds = {"unit": ("vụ", "bản án"), "verb": ("khởi tố", "xử phạt", "xử"), "compound": ("vi phạm",)}
    lexicon = "".join(
        f"- kind: {kind}\n  says: thử\n  words:\n" + "".join(f"  - {word}\n" for word in words)
        for kind, words in kinds.items()
    )
    base = (_rule("plain", "<value:number> <unit:counted>", "amount"), _rule("level", "<value:amount>"))
    for part, text in (("lexicon", lexicon), ("rules", "".join((*base, *rules)))):
        (folder / part).mkdir()
        (folder / part / f"{part}.yaml").write_text(text, encoding="utf-8")
    return load_packs([folder])


def test_words_of_a_rule_that_fits_nowhere_change_nothing(tmp_path: Path, rules: RuleSet) -> None:
    """Each rule names a literal that stands in the samples, and one that stands nowhere."""
    own = [
        _rule(f"{gives}.{number}", f"[{word}] (qwerty <value:{value}> | {word} qwerty)", gives)
        for number, word in enumerate(LITERALS)
        for gives, value in (("level", "amount"), ("amount", "number"))
    ]
    loaded = _with_rules(tmp_path, *own)
    assert len(loaded.rules) == len(rules.rules) + len(own)
    assert _figures(loaded) == _figures(rules)


def test_a_rule_changes_no_sentence_that_it_does_not_match(tmp_path: Path, rules: RuleSet) -> None:
    """`xử phạt vi phạm` in a rule leaves the verb of the sentences beside it as it is."""
    texts = ["Năm 2020, Chi cục xử phạt vi phạm hành chính 25 trường hợp. Đội xử phạt vi phạm 12 vụ."]
    loaded = _with_rules(tmp_path, _rule("own", "bị xử phạt vi phạm <value:amount>", "target"))
    assert _figures(loaded, texts) == _figures(rules, texts)


@pytest.mark.parametrize(
    ("when", "text", "role"),
    [
        ("xử phạt vi phạm <value:amount>", "Đội xử phạt vi phạm 12 vụ.", "target"),  # several words of the lexicon
        ("khởi tố <value:amount>", "Đội khởi tố 12 vụ.", "target"),  # one of them
        ("<verb> <value:amount>", "Đội khởi tố 12 vụ.", "target"),  # which keeps its kind
        ("[khởi tố] <value:amount> qua", "Đội khởi tố 12 vụ.", "level"),  # needed, and missing
        ("[qua] khởi tố <value:amount>", "Đội khởi tố 12 vụ.", "target"),  # missing, and not needed
        ("[hôm kìa] <value:amount>", "Đội khởi tố 12 vụ.", "level"),  # as long as a built-in rule, which stands first
        ("lù mù <value:amount>", "Cái đèn lù mù 12 vụ.", "target"),  # a part of a run of plain words
        ("<value:amount> lù mù", "Đội có 12 vụ lù mù lập loè.", "target"),
        ("án <value:amount>", "Toà xử bản án 12 vụ.", "level"),  # a part of a word of the lexicon
        ("12 <unit:unit>", "Đội khởi tố 12 vụ.", "level"),  # joined to an amount before
    ],
)
def test_where_the_words_of_a_rule_stand(when: str, text: str, role: str, tmp_path: Path) -> None:
    """They are whole words of the line, or part of a run of plain words; a match that wins is the rule's."""
    (figure,) = extract(Document("-", text), _small(tmp_path, _rule("own", when, "target"))).figures
    assert (figure.text, figure.role) == ("12 vụ", role)


def test_words_of_a_rule_of_the_lower_storey(tmp_path: Path) -> None:
    """`xóm 5` is a name where a rule says so, and no other number of the line is touched."""
    loaded = _small(tmp_path, _rule("own", "(xóm | thôn lù mù) <number>", "label"))
    figures = extract(Document("-", "Tại xóm 5 và thôn lù mù 7, Đội khởi tố 12 vụ."), loaded).figures
    assert [figure.text for figure in figures] == ["12 vụ"]


def test_an_explanation_shows_the_rules_with_words(tmp_path: Path) -> None:
    """A rule with words of its own wins and loses like any other."""
    loaded = _small(tmp_path, _rule("own", "khởi tố <value:amount>", "target"), _rule("other", "tố <value:amount>"))
    (reading,) = explain("Đội khởi tố 12 vụ.", loaded).readings
    assert [(attempt.rule, attempt.verdict) for attempt in reading.upper] == [("rules:own", "alone")]


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
        _rule("own", "<bordr> <value:count>"),
        encoding="utf-8",
    )
    assert read_rules([tmp_path])[1] == []


def test_a_rule_cannot_name_words_that_are_no_tokens(tmp_path: Path) -> None:
    """The words of names, laws and tables never stand in the line that rules read."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(
        _rule("own", "<name-province> <value:count>"),
        encoding="utf-8",
    )
    assert [problem.code for problem in read_rules([tmp_path])[1]] == ["unknown-kind"]
