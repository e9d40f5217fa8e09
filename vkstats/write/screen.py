"""The terminal, or what stands in for it: plain words only, between 80 and 120 columns wide."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console

_NARROW, _WIDE = 80, 120  # a longer line is harder to read, not easier


class Screen(Console):
    """A console that takes words as they are: no markup, no emoji names, no guessed highlights."""

    def __init__(self, out: TextIO, *, color: bool) -> None:
        """`color` turns styles on, unless the environment says NO_COLOR."""
        super().__init__(
            file=out,
            force_terminal=color,
            no_color=None if color else True,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self.width = min(max(self.width, _NARROW), _WIDE)

    def on_broken_pipe(self) -> None:
        """Leave it to the caller: rich itself would exit with 1."""
        raise  # noqa: PLE0704 (rich calls this while it handles the BrokenPipeError)
