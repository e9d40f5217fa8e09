"""Annotated texts: what is right, wrong, missed and extra, and every mistake of the annotation itself."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import program
import pytest
import yaml

from vkstats.annotation import FIELDS, Annotation, read_annotations
from vkstats.messages import CATALOGUE
from vkstats.model import Direction, Document, DocumentRecord, Figure, Frame, Organisation, Person, Relation, Role
from vkstats.packs import RuleSet
from vkstats.score import MEASURES, Comparison, Fault, Subject, compare, rates
from vkstats.write.mistakes import told_annotation

DATA = Path(__file__).parent / "data"
PROBLEMS = yaml.safe_load((DATA / "annotations.yaml").read_text("utf-8"))
SCORES = yaml.safe_load((DATA / "scores.yaml").read_text("utf-8"))
TEXT = "Thụ lý 40 vụ án, tăng 5 vụ so với năm trước."


def gold(**keys: object) -> dict[str, Any]:
    """A good document with two figures, the second a change of the first."""
    same = {"kind": "count", "item": "vụ án", "action": "thụ lý", "period": None}
    first = {"n": 1, "num": "40", "text": "40 vụ án", "value": 40, "unit": "vụ án", "role": "level", **same}
    second = {"n": 2, "num": "5", "text": "5 vụ", "value": 5, "unit": "vụ", "role": "change", **same}
    second |= {"direction": "up", "baseline": "năm trước", "relation": "change_of", "parent": 1}
    return {"id": "a", "text": TEXT, "figures": [first, second]} | keys


def annotation(document: dict[str, Any]) -> Annotation:
    """The document, read."""
    (read,), problems = read_annotations(Document("a.jsonl", json.dumps(document)))
    assert problems == []
    return read


@pytest.fixture
def got(record: DocumentRecord) -> DocumentRecord:
    """What agrees with the good document in everything."""
    common = {"item": "vụ án", "action": "thụ lý", "period": None, "baseline": None}
    first = figure(record.figures[0], id=4, text="40 vụ án", value=Decimal(40), unit="vụ án", **common)
    changed = common | {"direction": Direction.UP, "baseline": "năm trước", "relation": Relation.CHANGE_OF}
    second = figure(first, id=6, text="5 vụ", value=Decimal(5), unit="vụ", role=Role.CHANGE, parent=4, **changed)
    return DocumentRecord("a", Frame(), TEXT, (first, second))


def figure(like: Figure, text: str, **fields: object) -> Figure:
    """A figure at the place of its words in the text."""
    start = TEXT.index(text)
    return replace(like, text=text, start=start, end=start + len(text), **fields)  # type: ignore[arg-type]


# --- reading ---


@pytest.mark.parametrize("case", PROBLEMS, ids=[case["says"] for case in PROBLEMS])
def test_a_mistake_is_one_line(case: dict[str, Any]) -> None:
    """The line, the part, the cause; the documents without mistakes are there all the same."""
    document = gold() | case.get("document", {})
    figures = dict(zip(("first", "second"), document["figures"], strict=True))
    for name, keys in figures.items():
        keys.update(case.get(name, {}))
    for path in case.get("drop", ()):
        name, _, key = path.rpartition(".")
        del (figures[name] if name else document)[key]
    file = case.get("file", "GOOD").replace("GOOD", json.dumps(document))
    annotations, problems = read_annotations(Document("a.jsonl", file))
    (told,) = [told_annotation(problem, "en") for problem in problems]
    assert case["says"] in told
    assert "\n" not in told
    assert len(annotations) == case.get("kept", 0)


def test_a_document_may_be_spread_over_lines() -> None:
    """JSON Lines or not; each document and mistake stands at its line."""
    bad = json.dumps(gold(id=""), indent=1)
    file = "\n".join(["", json.dumps(gold(), indent=1), "", json.dumps(gold()), bad])
    annotations, problems = read_annotations(Document("a.jsonl", file.replace("\n", "\r\n")))
    lines = [2, file[: file.rindex(bad) - len(json.dumps(gold())) - 1].count("\n") + 1]
    assert [read.where for read in annotations] == [f"a.jsonl:{line}" for line in lines]
    assert [problem.line for problem in problems] == [lines[1] + 1]


@pytest.mark.parametrize("file", ["[" * 100_000, '{"id": ' + "[" * 100_000, '{"id": ' + "9" * 10_000 + "}"])
def test_what_python_cannot_read_is_told(file: str) -> None:
    """Nests and numbers without end are mistakes like others."""
    annotations, problems = read_annotations(Document("a.jsonl", file))
    assert annotations == []
    assert problems


def test_figures_are_searched_forward() -> None:
    """The same words again are the next place in the text."""
    text = "Có 5 vụ, rồi 5 vụ, thêm 5 vụ."
    figures = [gold()["figures"][0] | {"n": n, "num": "5", "text": "5 vụ", "value": 5} for n in (1, 2)]
    read = annotation({"id": "a", "text": text, "figures": figures, "ignore": ["5 vụ."]})
    assert [text[: figure.start].count("5") for figure in read.figures] == [0, 1]
    assert read.ignored == ((text.rindex("5 vụ."), len(text)),)


def test_decomposed_letters_are_found() -> None:
    """Words in another normal form are the same words."""
    document = json.dumps(gold(), ensure_ascii=False)
    annotations, problems = read_annotations(Document("a", unicodedata.normalize("NFD", document)))
    assert (annotations[0].text, problems) == (TEXT, [])


# --- comparing ---


@pytest.mark.parametrize("case", SCORES, ids=map(str, SCORES))
def test_a_field_is_right_or_wrong(case: dict[str, Any], got: DocumentRecord) -> None:
    """Exactly the fields named come out wrong, with a mistake that names them."""
    document = gold()
    document["figures"][1] |= case["wanted"]
    changed = {name: Decimal(value) if name in ("max", "of") else value for name, value in case["got"].items()}
    record = replace(got, figures=(got.figures[0], replace(got.figures[1], **changed)))
    comparison = compare(annotation(document), record)
    rated = rates(comparison.counts)
    wrong = [field for field in FIELDS if rated[field] != 1]
    assert sorted(wrong) == sorted(case["wrong"])
    assert rated["row"] == (0.5 if set(wrong) - {"kind", "action", "modality"} else 1)
    named = {difference.field for mistake in comparison.mistakes for difference in mistake.differences}
    assert {"value" if name in ("max", "of") else name for name in named} == set(wrong)
    assert all((one.number, one.text, one.context) == (2, "5 vụ", TEXT) for one in comparison.mistakes)


def faults(comparison: Comparison) -> list[tuple[Subject, Fault, str]]:
    """The mistakes in short."""
    return [(mistake.subject, mistake.fault, mistake.text) for mistake in comparison.mistakes]


def test_missed_and_extra_figures(got: DocumentRecord) -> None:
    """Both cost: one recall, the other precision; what is to be ignored costs nothing."""
    moved = figure(got.figures[1], "năm trước", relation=None, parent=None)
    comparison = compare(annotation(gold()), replace(got, figures=(got.figures[0], moved)))
    assert faults(comparison) == [
        (Subject.FIGURE, Fault.MISSED, "5 vụ"),
        (Subject.FIGURE, Fault.EXTRA, "năm trước"),
    ]
    rated = rates(comparison.counts)
    assert (rated["precision"], rated["recall"], rated["f1"], rated["row"]) == (0.5, 0.5, 0.5, 0.5)
    ignoring = compare(annotation(gold(ignore=["trước"])), replace(got, figures=(got.figures[0], moved)))
    assert rates(ignoring.counts)["precision"] == 1


def test_a_figure_answers_once(got: DocumentRecord) -> None:
    """Of two over the same number, the larger overlap answers; the other is extra."""
    part = replace(got.figures[0], id=9, end=got.figures[0].start + 1)
    comparison = compare(annotation(gold()), replace(got, figures=(part, *got.figures)))
    assert faults(comparison) == [(Subject.FIGURE, Fault.EXTRA, "40 vụ án")]


def test_people(got: DocumentRecord) -> None:
    """By name; role and organisation count for `people_full`; those to be ignored cost nothing."""

    def person(name: str, role: str | None, organisation: str | None) -> Person:
        return Person(name, role, organisation, 0, 1, name)

    agency = "Tòa án nhân dân huyện Suối Lam"
    wanted = [
        {"name": "Tạ Văn Lộc", "role": "Chánh án|Chánh án Tòa án", "organisation": agency},
        {"name": "Lò Thị Hoà", "role": "Thẩm phán"},
        {"name": "Vi Văn Sơn"},
    ]
    people = (
        person("tạ văn lộc", "Chánh án", f"{agency} cũ"),
        person("Lò Thị Hòa", "Thư ký", None),
        person("ông T.", None, None),
        person("Mùa A Páo", None, None),
    )
    read = annotation(gold(people=wanted, ignore_people=["Ông T."]))
    comparison = compare(read, replace(got, people=people))
    assert faults(comparison) == [
        (Subject.PERSON, Fault.WRONG, "Lò Thị Hoà"),
        (Subject.PERSON, Fault.MISSED, "Vi Văn Sơn"),
        (Subject.PERSON, Fault.EXTRA, "Mùa A Páo"),
    ]
    rated = rates(comparison.counts)
    assert (rated["people"], rated["people_full"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))


def test_organisations_and_the_document(got: DocumentRecord) -> None:
    """Full names; of the document only the fields that are annotated, where null means that nothing is said."""
    record = replace(
        got,
        frame=Frame(author="Minh Hà", agency="Toà án nhân dân huyện Suối Lam", period=None),
        organisations=(
            Organisation("Toà án nhân dân huyện Suối Lam", "TAND", 0, 1),
            Organisation("Công ty Mây", "", 0, 1),
        ),
    )
    agency = "Tòa án nhân dân huyện Suối Lam"
    read = annotation(gold(organisations=[agency, "Hội Nông dân"], agency=f"Tòa án|{agency}", author=None, period=None))
    comparison = compare(read, record)
    assert faults(comparison) == [
        (Subject.ORGANISATION, Fault.MISSED, "Hội Nông dân"),
        (Subject.ORGANISATION, Fault.EXTRA, "Công ty Mây"),
        (Subject.DOCUMENT, Fault.WRONG, ""),
    ]
    rated = rates(comparison.counts)
    assert rated["organisations"] == 0.5
    assert [rated[f"doc_{name}"] for name in ("published", "author", "agency", "period")] == [None, 0, 1, 1]


def test_nothing_to_measure_is_no_failure() -> None:
    """A text without figures, people and organisations has no rates of them, not rates of 0."""
    read = annotation({"id": "a", "text": "Không có gì.", "figures": []})
    rated = rates(compare(read, DocumentRecord("a", Frame(), read.text)).counts)
    assert tuple(rated) == MEASURES
    assert {name for name, rate in rated.items() if rate is not None} == {"documents", "figures"}
    assert rates(Counter())["precision"] is None


def test_every_measure_is_explained() -> None:
    """The table says what each means."""
    assert {f"score.{name}" for name in (*MEASURES, *Subject, *Fault)} <= set(CATALOGUE)


# --- the command ---

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: DocumentRecord) -> Run:
    """Run `vkstats score` in a folder with two good files, on a stand-in that finds the first figure and no other."""

    def extract(document: Document, _: RuleSet) -> DocumentRecord:
        at = document.text.index("40")
        like = replace(record.figures[0], unit="vụ", item="vụ án", action="thụ lý", period=None)
        found = replace(like, text="40 vụ", start=at, end=at + 5, value=Decimal(40))
        return DocumentRecord(document.source, Frame(), document.text, (found,))

    monkeypatch.setattr("vkstats.extract.extract", extract)
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps(gold(id=name[0])), "utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = program.run("--lang", "en", "score", *arguments, cwd=tmp_path)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def test_rates_as_csv_and_json(run: Run) -> None:
    """All files together, then each; whole numbers of digits for scripts."""
    done = run("a.jsonl", "b.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = [line.split(",") for line in done.stdout.splitlines()]
    assert head == ["file", *MEASURES]
    assert [line[:4] for line in lines] == [
        ["", "2", "4", "1.0"],
        ["a.jsonl", "1", "2", "1.0"],
        ["b.jsonl", "1", "2", "1.0"],
    ]
    told = json.loads(run("a.jsonl", "-f", "json", "--errors", "1").stdout)
    assert (told["recall"], told["unit"], told["people"], told["files"][0]["file"]) == (0.5, 0.0, None, "a.jsonl")
    assert told["mistakes"] == [
        {
            "where": "a.jsonl:1",
            "document": "a",
            "subject": "figure",
            "fault": "wrong",
            "number": 1,
            "text": "40 vụ án",
            "differences": [{"field": "unit", "wanted": "vụ án", "got": "vụ"}],
            "context": TEXT,
        }
    ]
    assert told["more_mistakes"] == 1


def test_mistakes_are_listed_to_read(run: Run) -> None:
    """With `--errors` it is a table also into a pipe: mistakes by document, then the rates."""
    done = run("a.jsonl", "b.jsonl", "--errors", "3")
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[:7] == [
        "a.jsonl:1: a",
        "wrong: figure #1 “40 vụ án”",
        "unit: wanted vụ án, got vụ",
        TEXT,
        "missed: figure #2 “5 vụ”",
        TEXT,
        "",
    ]
    assert "1 mistake more; see them with a larger --errors" in lines
    assert "recall          0.500  figures annotated that are put out" in lines
    assert "1 a.jsonl" in lines


def test_bad_files_do_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    """Exit 1, a line for each mistake, and the rates of what is good."""
    (tmp_path / "bad.jsonl").write_bytes(b"\xff\n")
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "half.jsonl").write_text(json.dumps(gold()) + '\n{"id": "b"}\n', "utf-8")
    done = run("none.jsonl", "bad.jsonl", "empty.jsonl", "half.jsonl", "a.jsonl")
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "none.jsonl",
        "bad.jsonl",
        "empty.jsonl",
        "half.jsonl:2",
        "half.jsonl:2",
        "scored only the 2 documents without mistakes",
    ]
    assert done.stdout.splitlines()[1].startswith(",2,4,")
    nothing = run("none.jsonl", "-f", "json")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.endswith("no document could be scored\n")


def test_patterns_of_ones_own_are_measured(tmp_path: Path) -> None:
    """A word that the built-in packs do not know costs a figure its role, until a pack knows it."""
    text = "Khởi tố 31 vụ, vơi mất 4 vụ so với năm 2021."
    document = gold(text=text)
    first, second = document["figures"]
    first |= {"num": "31", "text": "31 vụ", "value": 31, "unit": "vụ", "item": "vụ", "action": "khởi tố"}
    second |= {"num": "4", "text": "4 vụ", "value": 4, "direction": "down", "item": "vụ", "action": "khởi tố|"}
    second |= {"baseline": "2021-01-01/2021-12-31"}
    (tmp_path / "a.jsonl").write_text(json.dumps(document), "utf-8")
    (tmp_path / "my" / "rules").mkdir(parents=True)
    rule = """
- rule: change.drained
  says: vơi mất bao nhiêu
  when: vơi mất <value:amount>
  gives: change
  sets:
    direction: down
  finds:
  - text: vơi mất 4 vụ so với năm 2021
    value: 4 vụ
  skips:
  - lòng tin vơi mất
"""
    (tmp_path / "my" / "rules" / "own.yaml").write_text(rule, "utf-8")
    told = []
    for more in ([], ["--patterns", "my"]):
        done = program.run("score", "a.jsonl", "-f", "json", *more, cwd=tmp_path)
        assert done.returncode == 0
        told.append(json.loads(done.stdout))
    assert [rated["direction"] for rated in told] == [0.5, 1]
    assert [rated["row"] for rated in told] == [0.5, 1]
