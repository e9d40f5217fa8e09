"""What the user names → the files to read: folders walked in the order of their names, lists of names read."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from typing import BinaryIO

from vkstats.errors import ReadError

_CHUNK = 1 << 16
_LONGEST_NAME = 1 << 16  # bytes; no system has longer paths


def files(paths: Iterable[str], besides: Collection[str] = ()) -> Iterator[str | ReadError]:
    """The files that the paths name, and in their place folders that cannot be read.

    A folder gives all files in it and below, by name; hidden ones, and links to folders, are left alone. The files
    `besides` (the batch's own) are never among those of a folder.
    """
    own = {os.path.realpath(path) for path in besides}
    for path in paths:
        if path != "-" and os.path.isdir(path):  # noqa: PTH112 (a path may be no UTF-8)
            yield from _below(path, own)
        else:
            yield path


def _below(folder: str, own: Collection[str]) -> Iterator[str | ReadError]:
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            kind = os.stat(path).st_mode if path == folder else os.lstat(path).st_mode  # noqa: PTH116
            if not stat.S_ISDIR(kind):
                # Of links, those to files count; a pipe or device in a folder would be waited for without end.
                if os.path.isfile(path) and os.path.realpath(path) not in own:  # noqa: PTH113
                    yield path
                elif stat.S_ISLNK(kind) and not os.path.exists(path):  # noqa: PTH110
                    yield ReadError(_name(path), "missing")
                continue
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208
        except OSError as error:
            code = "permission" if isinstance(error, PermissionError) else "unreadable"
            yield ReadError(_name(path), code, (("cause", error.strerror or str(error)),))
            continue
        waiting += [os.path.join(path, name) for name in reversed(names)]  # noqa: PTH118


def size(paths: Iterable[str]) -> int:
    """Bytes of all files that the paths name; what has no size (standard input, a missing file) counts nothing."""
    total = 0
    for path in files(paths):
        if isinstance(path, str):
            with contextlib.suppress(OSError):
                total += os.stat(path).st_size  # noqa: PTH116
    return total


def listed(stream: BinaryIO) -> Iterator[str]:
    r"""The names in a list that ends each with ``\0``, as `find -print0` writes it; as they come.

    Raises:
        ReadError: `bad-list` if a name is longer than any path can be.
    """
    rest = b""
    read = getattr(stream, "read1", stream.read)
    while chunk := read(_CHUNK):
        *names, rest = (rest + chunk).split(b"\0")
        for name in names:
            if name:
                yield os.fsdecode(name)
        if len(rest) > _LONGEST_NAME:
            raise ReadError("--from0", "bad-list")
    if rest:
        yield os.fsdecode(rest)


def _name(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
