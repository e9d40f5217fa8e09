"""Records made by hand, so that what is put out can be tested apart from what is found."""

from __future__ import annotations

from decimal import Decimal

import pytest

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
    return load_rules()
