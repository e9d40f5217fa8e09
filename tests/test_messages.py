"""The catalogue speaks both languages, and knows every code that the program can raise."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from vkstats.messages import CATALOGUE, LANGUAGES, cause_and_remedy, choose_language, text

PACKAGE = Path(__file__).parents[1] / "vkstats"
WHOLE = "area and code in one"
# Calls whose argument (by position) is a code: name of what is called → (area of the catalogue, position).
CODES = {
    "ReadError": ("read", 1),
    "error": ("read", 0),  # Source.error
    "ExhaustedError": ("read", 1),
    "WriteError": ("write", 1),
    "PatternProblem": ("pattern", 4),
    "report": ("pattern", 1),
    "_report": ("pattern", 1),
    "GrammarError": ("pattern", 1),
    "Failure": ("check", 2),
    "_tell": ("annotation", 0),
    "_not_json": ("annotation", 0),
    "Warning": ("warning", 0),
    "BatchError": ("batch", 0),
    "Failed": (WHOLE, 2),
    "_given_up": (WHOLE, 1),
}


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_both_languages_say_the_same(key: str) -> None:
    """A key has two different, non-empty sentences with the same details."""
    vietnamese, english = CATALOGUE[key]
    assert vietnamese.strip()
    assert english.strip()
    assert placeholders(vietnamese) == placeholders(english)


def codes() -> Iterator[tuple[str, str]]:
    """Every code written in the source: (key, where)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            area, position = CODES.get(name, ("", 0))
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            argument = named.get("code") or (node.args[position] if area and len(node.args) > position else None)
            for constant in _constants(argument) if area else ():
                yield constant if area is WHOLE else f"{area}.{constant}", f"{path.name}:{node.lineno}"


def _constants(node: ast.AST | None) -> list[str]:
    """The string that a code argument is, or the two of `a if … else b`."""
    match node:
        case ast.Constant(str() as code):
            return [code]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_constants(body), *_constants(orelse)]
    return []


@pytest.mark.parametrize("key", sorted(key for key in CATALOGUE if key.startswith(("read.", "batch."))))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_error_has_a_cause_and_a_remedy(key: str, lang: str) -> None:
    """The two columns of the errors of a batch."""
    names = placeholders(CATALOGUE[key][0])
    cause, remedy = cause_and_remedy(key, lang, **dict.fromkeys(names, "x"))
    assert cause
    assert remedy
    assert f"{cause}; {remedy}" == text(key, lang, **dict.fromkeys(names, "x"))


def test_every_code_has_its_words() -> None:
    """A code that the source raises, warns with or reports is in the catalogue."""
    found = list(codes())
    assert found
    assert [(key, where) for key, where in found if key not in CATALOGUE] == []


def test_a_detail_is_filled_in() -> None:
    """The details of an error stand in its sentence."""
    assert "12" in text("read.nul", "en", offset=12, line=3)


@pytest.mark.parametrize(("count", "words"), [(0, "0 mistakes"), (1, "1 mistake "), (2, "2 mistakes")])
def test_a_number_has_its_word_in_the_right_form(count: int, words: str) -> None:
    """One is singular in English, everything else plural."""
    assert text("notice.rules-wrong", "en", count=count).startswith(words)
    assert text("notice.rules-wrong", "vi", count=count).startswith(f"{count} lỗi")


def test_an_unknown_key_is_not_lost() -> None:
    """A key out of no catalogue comes out with its details."""
    assert text("warning.brand-new", "vi", word="chục") == "warning.brand-new (word=chục)"


@pytest.mark.parametrize(
    ("option", "environ", "lang"),
    [
        (None, {}, "en"),
        (None, {"LANG": "vi_VN.UTF-8"}, "vi"),
        (None, {"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LC_MESSAGES": "vi_VN"}, "vi"),
        (None, {"LANG": "vi_VN.UTF-8", "LC_ALL": ""}, "vi"),
        ("en", {"LANG": "vi_VN.UTF-8"}, "en"),
    ],
)
def test_language_follows_option_then_locale(option: str | None, environ: dict[str, str], lang: str) -> None:
    """The option decides, then LC_ALL, LC_MESSAGES and LANG in this order."""
    assert choose_language(option, environ) == lang
