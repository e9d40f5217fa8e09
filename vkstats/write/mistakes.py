"""Errors → lines for a person: where, what, and what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vkstats.errors import BatchError, PatternError, PatternProblem, ReadError, VkstatsError, WriteError
from vkstats.messages import CATALOGUE, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vkstats.annotation import Problem
    from vkstats.check import Failure

_LONGEST = 100  # code points of a pattern line that are shown around its mistake
# A file name may hold anything but NUL and `/`; shown as it is, it could forge lines or move the cursor.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


def told(error: VkstatsError, lang: str) -> str:
    """The error in words: one line for an input or output, several for pattern files."""
    match error:
        case ReadError(source=name, code=code, details=details):
            return visible(f"{name}: {text(f'read.{code}', lang, source=name, **dict(details))}")
        case WriteError(target=name, code=code, details=details):
            return visible(f"{name}: {text(f'write.{code}', lang, **dict(details))}")
        case BatchError(code=code, details=details):
            return visible(text(f"batch.{code}", lang, **dict(details)))
        case PatternError(problems=problems):
            return told_problems(problems, lang)
        case _:
            return visible(str(error))


def told_problems(problems: Sequence[PatternProblem], lang: str) -> str:
    """Mistakes in pattern files, and how many there are."""
    listed = [problem(one, lang) for one in problems]
    return "\n".join([*listed, text("notice.rules-wrong", lang, count=len(problems))])


def told_failures(failures: Sequence[Failure], lang: str) -> str:
    """Examples that do not hold: `path:line:column: rule: message` and the sentence."""
    listed = []
    for failure in failures:
        message = text(f"check.{failure.code}", lang, **({"others": "-"} | dict(failure.details)))
        listed += [visible(f"{failure.where}: {failure.rule}: {message}"), visible(f"    {failure.example}")]
    return "\n".join([*listed, text("notice.examples-wrong", lang, count=len(failures))])


def told_annotation(problem: Problem, lang: str) -> str:
    """A mistake in an annotated text: `path:line: part: message`, in one line."""
    part = f"{text(f'score.{problem.part}', lang)} {problem.number}: " if problem.part else ""
    message = text(f"annotation.{problem.code}", lang, **dict(problem.details))
    return visible(f"{problem.path}:{problem.line}: {part}{message}")


def problem(mistake: PatternProblem, lang: str) -> str:
    """`path:line:column: message`, the line itself, and a caret with a hint under the place.

    A mistake that is the whole file or folder has no line and column.
    """
    details = dict(mistake.details)
    message = text(f"pattern.{mistake.code}", lang, **details)
    where = f"{mistake.path}:{mistake.line}:{mistake.column}" if mistake.line else mistake.path
    head = visible(f"{where}: {message}")
    if details.get("nearest"):
        hint = text("hint.nearest", lang, **details)
    elif f"hint.{mistake.code}" in CATALOGUE:
        hint = text(f"hint.{mistake.code}", lang, **details)
    else:
        hint = ""
    if not mistake.source_line:
        return f"{head} ({hint})" if hint else head
    column = mistake.column - 1
    line, column = _window(mistake.source_line, column)
    before = visible(line[:column])  # a control character is shown wider than it is
    return "\n".join([head, visible(line), f"{' ' * len(before)}^ {hint}".rstrip()])


def visible(line: str) -> str:
    r"""The line with control characters written out (`\x1b`), so that it stays one line."""
    return _UNPRINTABLE.sub(lambda match: ascii(match.group())[1:-1], line)


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a long line around a column, and the column in it. Tabs become one space to keep the caret."""
    line = line.replace("\t", " ")
    if len(line) <= _LONGEST:
        return line, column
    start = max(0, min(column - _LONGEST // 2, len(line) - _LONGEST))
    end = start + _LONGEST
    before, after = ("…" if start else ""), ("…" if end < len(line) else "")
    return before + line[start:end] + after, column - start + len(before)
