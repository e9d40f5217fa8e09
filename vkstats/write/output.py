"""Where writers write to: a file that appears whole or not at all, or standard output."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from vkstats.errors import WriteError


@contextlib.contextmanager
def output(target: str, *, keep: Callable[[], bool] = lambda: True) -> Iterator[TextIO]:
    """A UTF-8 text stream that becomes the file `target` when the block ends well and `keep()` says so.

    Until then the text lies in a temporary file in the same folder; after an error, an interruption or a `keep`
    that says no, that file goes and an older `target` is untouched. Pipes and devices (`/dev/fd/3`) are
    written straight.

    Raises:
        WriteError: `directory`, `no-directory`, `permission`, `failed`, or for a pipe or device `cut-off`.
    """
    name = os.fsencode(target).decode("utf-8", "replace")
    mode = _mode(Path(target))
    if mode is not None and stat.S_ISDIR(mode):
        raise WriteError(name, "directory")
    if mode is not None and not stat.S_ISREG(mode):
        # By the name given: where `/dev/fd/3` is a pipe, it leads to a name (`pipe:[…]`) that is in no folder.
        with _told(name, "cut-off"), Path(target).open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    with (
        fresh(target, keep=keep) as path,
        _told(name, "failed"),
        path.open("x", encoding="utf-8", newline="") as stream,
    ):
        yield stream


@contextlib.contextmanager
def fresh(target: str, *, keep: Callable[[], bool] = lambda: True) -> Iterator[Path]:
    """A path in the folder of `target` without a file, for one that takes its name when the block ends well.

    The file is on the disk before it has the name. After an error, an interruption or a `keep` that says no, it goes
    and an older `target` is untouched.

    Raises:
        WriteError: as `replaceable`, and `failed`.
    """
    path, mode = replaceable(target)
    name = os.fsencode(target).decode("utf-8", "replace")
    import secrets

    # The name is chosen before the file is made, so that an interruption at any moment knows what to remove.
    temporary = path.parent / f".{path.name[:100]}.{secrets.token_hex(8)}.tmp"
    with _told(name, "failed"):
        try:
            yield temporary
            if keep():
                _sync(temporary)
                temporary.chmod(_permissions(mode))
                temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def replaceable(target: str) -> tuple[Path, int | None]:
    """Where a file of the name `target` would lie, and the mode of the one that lies there.

    Raises:
        WriteError: `directory`, `no-file` (a pipe or device lies there), `no-directory` or `permission`.
    """
    name = os.fsencode(target).decode("utf-8", "replace")
    path = Path(os.path.realpath(target))  # a link stays a link: what it points to is replaced
    mode = _mode(path)
    if mode is not None and stat.S_ISDIR(mode):
        raise WriteError(name, "directory")
    if mode is not None and not stat.S_ISREG(mode):
        raise WriteError(name, "no-file")
    if not path.parent.is_dir():
        raise WriteError(name, "no-directory", (("directory", str(path.parent)),))
    if mode is not None and not os.access(path, os.W_OK):
        raise WriteError(name, "permission")  # replacing it would go around its protection
    return path, mode


def _sync(path: Path) -> None:
    """Make sure that the file outlives a loss of power before it takes a name."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except OSError:
        return None


def _permissions(mode: int | None) -> int:
    """What the file had before, or what the user's mask gives a new one (mkstemp's own 0600 is too strict)."""
    if mode is not None:
        return stat.S_IMODE(mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextlib.contextmanager
def _told(name: str, code: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # no fault of the output: the reader has seen enough
    except PermissionError as error:
        raise WriteError(name, "permission") from error
    except OSError as error:
        raise WriteError(name, code, (("cause", error.strerror or str(error)),)) from error
