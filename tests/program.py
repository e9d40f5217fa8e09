"""`vkstats` called in the process of the tests, where a person starts one: a second less, and nothing else told apart.

Its standard streams are file descriptors, so that whatever reads and writes them by number or by name works.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from vkstats.cli import main

Done = subprocess.CompletedProcess[bytes]


def run(*arguments: object, cwd: Path | None = None, stdin: bytes = b"") -> Done:
    """What `vkstats ARGUMENTS…` leaves behind, started in the folder `cwd`, with `stdin` coming through a pipe.

    Whatever is raised but `SystemExit` is raised here: a process would die with a traceback.
    """
    argv = [str(argument) for argument in arguments]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        streams = standard_input(stdin), _standing_for("stdout", 1, out), _standing_for("stderr", 2, err)
        with contextlib.chdir(cwd or Path.cwd()), streams[0], streams[1], streams[2]:
            code = _ended(argv)
        out.seek(0)
        err.seek(0)
        return Done(argv, code, out.read(), err.read())


def as_shell(line: str, cwd: Path) -> Done:
    """What a line of a shell leaves behind: one call of `vkstats` with patterns of file names, no pipe."""
    _, *words = shlex.split(line)
    found = [sorted(path.relative_to(cwd).as_posix() for path in cwd.glob(word)) for word in words]
    return run(*(name for word, names in zip(words, found, strict=True) for name in names or [word]), cwd=cwd)


def _ended(argv: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert isinstance(ended.value.code, int)
    return ended.value.code


@contextlib.contextmanager
def standard_input(*parts: bytes) -> Iterator[None]:
    """Inside the block standard input is a pipe that gives the parts, one write each, then ends."""

    def feed() -> None:
        with contextlib.suppress(BrokenPipeError), open(entry, "wb", buffering=0) as into:  # noqa: PTH123 (a number)
            into.write(parts[0])
            for part in parts[1:]:
                time.sleep(0.01)  # most often each is taken alone
                into.write(part)

    end, entry = os.pipe()
    feeder = threading.Thread(target=feed)
    with open(end, "rb") as given, _standing_for("stdin", 0, given):  # noqa: PTH123 (a number)
        feeder.start()
        yield
    feeder.join()


@contextlib.contextmanager
def _standing_for(name: str, number: int, file: IO[bytes]) -> Iterator[None]:
    """Inside the block the file is the standard stream of that name and number."""
    kept = os.dup(number)
    os.dup2(file.fileno(), number)
    outer = getattr(sys, name)
    try:
        with open(number, "w" if number else "r", encoding="utf-8", closefd=False) as stream:
            setattr(sys, name, stream)
            yield
    finally:
        setattr(sys, name, outer)
        os.dup2(kept, number)
        os.close(kept)
