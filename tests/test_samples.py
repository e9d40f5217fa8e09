"""The bundled samples: each article beside the table that it must give, and one run over all of them."""

from __future__ import annotations

import csv
from pathlib import Path

import program
import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


def _table(*paths: Path) -> str:
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    done = program.run("extract", *names, "-f", "csv", cwd=ROOT)
    assert done.returncode == 0
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_each_sample_gives_its_table(path: Path) -> None:
    """A change of the rules that changes a sample's table is seen; `make golden` writes the tables anew."""
    assert _table(path) == path.with_suffix(".csv").read_text(encoding="utf-8")


def test_several_files_are_one_table_in_their_order() -> None:
    """One header, then the rows of each file."""
    whole = list(csv.DictReader(_table(*SAMPLES).splitlines(keepends=True)))
    parts = [
        row
        for path in SAMPLES
        for row in csv.DictReader(path.with_suffix(".csv").read_text("utf-8").splitlines(keepends=True))
    ]
    assert whole == parts
    assert len(SAMPLES) >= 6
