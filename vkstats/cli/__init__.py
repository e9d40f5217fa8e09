"""The command line: arguments → calls → exit code. The only place that prints or exits.

Exit code 0: every input was read, also when nothing was found. 1: some input failed, the rest was put out.
2: wrong usage, a bad pattern file, or an output that cannot be written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from vkstats.cli.commands import command_tree
from vkstats.cli.usage import asked_language, told_usage
from vkstats.errors import VkstatsError
from vkstats.messages import choose_language, text

__all__ = ["main"]

_WRONG, _INTERRUPTED = 2, 130  # 130 = 128 + SIGINT, as shells have it


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `vkstats` with the arguments, those of the process by default, and exit."""
    argv = list(sys.argv[1:] if arguments is None else arguments)
    lang = choose_language(asked_language(argv), os.environ)
    try:
        # Not standalone: typer would tell errors in English, in a frame of its own.
        code = command_tree(lang)(argv, prog_name="vkstats", standalone_mode=False) or 0
    except typer.TyperException as error:
        complaint, code = told_usage(error, lang), _WRONG
    except VkstatsError as error:
        from vkstats.write.mistakes import told

        complaint, code = told(error, lang), _WRONG
    else:
        complaint = text("notice.interrupted", lang) if code == _INTERRUPTED else ""
    if complaint:
        print(complaint, file=sys.stderr)
    sys.exit(code)
