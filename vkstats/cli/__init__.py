"""The command line: arguments → calls → exit code. The only place that prints or exits.

Exit code 0: every input was read, also when nothing was found. 1: some input failed, the rest was put out.
2: wrong usage, a bad pattern file, or an output that cannot be written. 128 and the number of a signal (130, 143):
ended by it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import FrameType

import typer

from vkstats.cli.commands import command_tree
from vkstats.cli.streams import say
from vkstats.cli.usage import asked_language, told_usage
from vkstats.errors import VkstatsError
from vkstats.messages import choose_language, text

__all__ = ["main"]

_WRONG = 2
_ENDED = 128  # as shells have it: this and the number of the signal
_INTERRUPTED = _ENDED + signal.SIGINT


class _Ended(BaseException):
    """A signal asks the program to end; whatever is open is closed on the way out."""

    def __init__(self, number: int) -> None:
        self.number = number


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `vkstats` with the arguments, those of the process by default, and exit."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    lang = choose_language(asked_language(argv), os.environ)
    try:
        with _ended_by_signals():
            # Not standalone: typer would tell errors in English, in a frame of its own.
            code = command_tree(lang)(argv, prog_name="vkstats", standalone_mode=False) or 0
    except typer.TyperException as error:
        complaint, code = told_usage(error, lang), _WRONG
    except VkstatsError as error:
        from vkstats.write.mistakes import told

        complaint, code = told(error, lang), _WRONG
    except _Ended as ended:
        complaint, code = text("notice.interrupted", lang), _ENDED + ended.number
    else:
        complaint = text("notice.interrupted", lang) if code == _INTERRUPTED else ""
    if complaint:
        say(complaint)
    sys.exit(code)


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Inside the block a signal to end raises, so that no half-written file stays; ignored ones (`nohup`) stay so."""

    def end(number: int, _: FrameType | None) -> None:
        raise _Ended(number)

    names = ("SIGTERM", "SIGHUP")  # no system but Unix has the second
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    caught = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in caught:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)
