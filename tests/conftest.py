"""How all tests run, the rules they share, and a record made by hand: what is put out, apart from what is found."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from multiprocessing import forkserver
from pathlib import Path

import pytest
from built_in import RULES
from hypothesis import HealthCheck, settings

from vkstats.model import (
    Direction,
    DocumentRecord,
    Figure,
    Frame,
    Kind,
    Modality,
    Organisation,
    Person,
    Relation,
    Role,
    Warning,
)
from vkstats.packs import RuleSet, load_rules

# No test fails because the machine is busy; where a change is judged, the same examples are tried again.
settings.register_profile(
    "vkstats", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("vkstats")

TEXT = """Viện kiểm sát nhân dân huyện Minh Hòa tổng kết công tác năm 2023
Năm 2023, VKSND huyện Minh Hòa ban hành 25 kiến nghị, tăng 5 kiến nghị (25%) so với năm 2022, trong đó có
4 kiến nghị phòng ngừa; giải quyết 7/7 đơn.
Thu hồi hơn 3,5 tỷ đồng.
"""
_FIRST = TEXT[TEXT.index("Năm 2023, VKSND") : TEXT.index("đơn.") + 4].replace("\n", " ")  # as sentences are put out
_SECOND = "Thu hồi hơn 3,5 tỷ đồng."


def _figure(number: int, words: str, value: str, **fields: object) -> Figure:
    start = TEXT.index(words)
    known: dict[str, object] = {
        "kind": Kind.COUNT,
        "max": None,
        "of": None,
        "unit": "kiến nghị",
        "item": "kiến nghị",
        "action": None,
        "indicator": "kiến nghị",
        "modality": Modality.EXACT,
        "role": Role.LEVEL,
        "direction": None,
        "baseline": None,
        "relation": None,
        "parent": None,
        "period": "2023-01-01/2023-12-31",
        "sentence": _FIRST,
        "rule": "levels:level.plain",
    }
    known |= fields
    return Figure(id=number, text=words, start=start, end=start + len(words), value=Decimal(value), **known)  # type: ignore[arg-type]


@pytest.fixture
def record() -> DocumentRecord:
    """One document with a level, its change in two figures, a part, a ratio and an amount of money."""
    change = {
        "role": Role.CHANGE,
        "direction": Direction.UP,
        "baseline": "2022-01-01/2022-12-31",
        "relation": Relation.CHANGE_OF,
        "parent": 1,
    }
    name = "Phan Thị Bình"
    organisation = "Viện kiểm sát nhân dân huyện Minh Hòa"
    return DocumentRecord(
        doc="bao-cao.txt",
        frame=Frame(
            title="Viện kiểm sát nhân dân huyện Minh Hòa tổng kết công tác năm 2023",
            published="2024-01-15T07:29:59",
            author=None,
            agency=organisation,
            period="2023-01-01/2023-12-31",
        ),
        text=TEXT,
        figures=(
            _figure(1, "25 kiến nghị", "25", action="ban hành", indicator="ban hành kiến nghị"),
            _figure(2, "5 kiến nghị (", "5", **change),
            _figure(3, "25%", "25", kind=Kind.PERCENT, unit="%", **change),
            _figure(4, "4 kiến nghị", "4", item="kiến nghị phòng ngừa", relation=Relation.PART_OF, parent=1),
            _figure(5, "7/7 đơn", "7", kind=Kind.RATIO, of=Decimal(7), unit="đơn", item="đơn", action="giải quyết"),
            _figure(
                6,
                "3,5 tỷ đồng",
                "3.5E+9",
                kind=Kind.MONEY,
                unit="VND",
                item="",
                action="thu hồi",
                modality=Modality.OVER,
                sentence=_SECOND,
            ),
        ),
        people=(Person(name, "Viện trưởng", organisation, 0, 4, name),),
        organisations=(Organisation(organisation, "VKSND huyện Minh Hòa", 75, 95),),
        warnings=(Warning("no-vietnamese", 3, 5),),
    )


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """The built-in packs, loaded once."""
    return RULES


@pytest.fixture(scope="session", autouse=True)
def _loaded_once() -> Iterator[None]:
    """The program takes those too, wherever it is called in this process; own packs are loaded over them as ever."""

    def load(extra: Sequence[Path] = ()) -> RuleSet:
        return load_rules(extra) if extra else RULES

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vkstats.packs.load_rules", load)
        yield


@pytest.fixture(scope="session")
def _nursery() -> multiprocessing.context.BaseContext:
    """How processes are started that fork from one that is warm; spawned, as in the program, where there is no fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm_workers"])
    with pytest.MonkeyPatch.context() as patch:  # not every Python hands its path over to what it preloads
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
        forkserver.ensure_running()
    return context


@pytest.fixture
def warm_workers(_nursery: multiprocessing.context.BaseContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers of a batch in this process are real ones, but need no second each to start."""
    monkeypatch.setattr("vkstats.batch.pool.multiprocessing.get_context", lambda _: _nursery)
