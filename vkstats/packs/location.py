"""Where the built-in pattern packs lie: beside the package in a wheel, at the top of a checkout otherwise."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def pattern_root() -> Path:
    """The folder that holds one folder a pack (`core`, `procuracy`, …).

    A wheel carries the packs as `vkstats/patterns`. An editable install and a checkout do not have
    that folder (hatchling puts a forced folder into wheels only): there the packs are edited in place.
    """
    shipped = _PACKAGE / "patterns"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "patterns"
