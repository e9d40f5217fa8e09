"""People and their roles: one case a text in `data/people.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from built_in import RULES
from hypothesis import given
from hypothesis import strategies as st

from vkstats.frame import read_frame
from vkstats.model import Document, Person
from vkstats.names import find_names
from vkstats.names.people import people_of
from vkstats.text import prepare

CASES = yaml.safe_load((Path(__file__).parent / "data" / "people.yaml").read_text(encoding="utf-8"))


def people_in(text: str) -> tuple[Person, ...]:
    """The people of a text, as the corridor finds them."""
    article = prepare(Document("-", text), RULES)
    names = find_names(article, RULES)
    frame, _ = read_frame(article, names.organisations, RULES.weights_of("agency"))
    return people_of(names.people, names.organisations, frame.agency)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_people(case: dict[str, Any]) -> None:
    """A text gives exactly the people that its case lists, in reading order."""
    got = [f"{person.name} | {person.role or ''} | {person.organisation or ''}" for person in people_in(case["text"])]
    want = [" | ".join(part.strip() for part in line.split("|")) for line in case.get("people", [])]
    assert got == want


PIECES = st.sampled_from(
    [
        "Đ/c ",
        "ông ",
        "Lê Văn Xuân",
        "Viện trưởng ",
        "VKSND huyện ",
        "Đông Hưng",
        ", ",
        " – ",
        "\n",
        "Ảnh: ",
        "(",
        ". ",
        "TP. ",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=25).map("".join))
def test_spans_hold_the_names(text: str) -> None:
    """Whatever the text, every person's span holds the name as written."""
    article = prepare(Document("-", text), RULES)
    for person in people_in(text):
        assert article.text[person.start : person.end] == person.text
        assert " ".join(person.text.split()).casefold().replace("ð", "đ") == person.name.casefold()
