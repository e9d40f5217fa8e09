"""The standard streams, which may be closed, full, or a pipe that nobody reads any more."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from vkstats.errors import WriteError

# Standard output under its names in the file system: opened by name it would start anew at its beginning.
STANDARD_OUTPUT = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


@contextlib.contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output in UTF-8. A reader that closes the pipe has seen enough: the block ends in peace.

    Raises:
        WriteError: `closed`, or `cut-off` if it cannot be written for another reason (a full disk).
    """
    out = sys.stdout
    if out is None:  # `>&-`
        raise WriteError("stdout", "closed")
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", newline="")
    try:
        yield out
        out.flush()
    except OSError as error:
        # What is still buffered would be written once more when Python exits, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        if not isinstance(error, BrokenPipeError):
            raise WriteError("stdout", "cut-off", (("cause", error.strerror or str(error)),)) from error


def is_terminal() -> bool:
    """Whether standard output is read by a person."""
    return sys.stdout is not None and sys.stdout.isatty()


def say(lines: str) -> None:
    """Put a message out on standard error; where that is closed, nobody wants to hear it."""
    if sys.stderr is not None:  # to `print`, None is standard output
        print(lines, file=sys.stderr)
