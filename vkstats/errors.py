"""Every error that vkstats raises: one base class, and what a person needs to mend the cause.

The library raises these; only the command line prints them and chooses an exit code.
"""

from __future__ import annotations

from dataclasses import dataclass


class VkstatsError(Exception):
    """Base of all errors that vkstats raises on purpose."""


# Errors are not frozen: Python itself writes `__traceback__` and `__notes__` on them (contextlib does so for
# every error that passes a `with` block of its making).
@dataclass(eq=False)
class ReadError(VkstatsError):
    """An input could not be read: `source` names it, `code` is stable, `details` fill the message.

    `code` is one of the keys `read.<code>` of the message catalogue (`vkstats.messages`).
    """

    source: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(eq=False)
class WriteError(VkstatsError):
    """An output could not be written; `code` is a key `write.<code>` of the message catalogue."""

    target: str
    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(eq=False)
class BatchError(VkstatsError):
    """A batch cannot go on at all; `code` is a key `batch.<code>` of the message catalogue."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class PatternProblem:
    """One mistake in a pattern file: where it is, the line itself, what is wrong, what to do."""

    path: str
    line: int  # 1-based; 0 where it is the whole file or folder
    column: int  # 1-based, in code points; 0 where there is none
    source_line: str
    code: str  # a key `pattern.<code>` of the message catalogue
    details: tuple[tuple[str, str], ...] = ()


class PatternError(VkstatsError):
    """All mistakes of all pattern files at once."""

    def __init__(self, problems: list[PatternProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(f"{len(self.problems)} problem(s) in pattern files")
