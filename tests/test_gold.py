"""The annotated texts: floors under what is found, so that a change that loses something is seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from vkstats.annotation import read_annotations
from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import RuleSet
from vkstats.read import read_plain
from vkstats.score import Mistake, compare, rates

GOLD = Path(__file__).parent / "gold"
FLOORS = {
    "procuracies-news": {
        "precision": 0.98, "recall": 0.97, "value": 0.98, "unit": 0.97, "kind": 0.97, "item": 0.97, "action": 0.94,
        "modality": 0.98, "role": 0.97, "direction": 0.97, "baseline": 0.98, "link": 0.95, "period": 0.98,
        "row": 0.95, "people": 0.94, "people_full": 0.94,
    },
    "courts": {
        "precision": 0.98, "recall": 0.98, "value": 0.98, "unit": 0.97, "kind": 0.98, "item": 0.95, "action": 0.91,
        "modality": 0.98, "role": 0.96, "direction": 0.97, "baseline": 0.98, "link": 0.93, "period": 0.97,
        "row": 0.91, "people": 0.98, "people_full": 0.92,
    },
    "police": {
        "precision": 0.97, "recall": 0.97, "value": 0.98, "unit": 0.98, "kind": 0.98, "item": 0.96, "action": 0.93,
        "modality": 0.97, "role": 0.98, "direction": 0.98, "baseline": 0.98, "link": 0.94, "period": 0.98,
        "row": 0.92, "people": 0.94, "people_full": 0.81,
    },
    "economy": {
        "precision": 0.98, "recall": 0.96, "value": 0.98, "unit": 0.98, "kind": 0.97, "item": 0.94, "action": 0.89,
        "modality": 0.97, "role": 0.97, "direction": 0.98, "baseline": 0.96, "link": 0.98, "period": 0.96,
        "row": 0.91, "people": 0.98, "people_full": 0.85,
    },
    "letters": {
        "precision": 0.96, "recall": 0.88, "value": 0.96, "unit": 0.96, "kind": 0.96, "item": 0.88, "action": 0.94,
        "modality": 0.98, "role": 0.95, "direction": 0.97, "baseline": 0.95, "link": 0.88, "period": 0.84,
        "row": 0.61, "people": 0.96, "people_full": 0.77,
    },
    "procuracy": {
        "precision": 0.98, "recall": 0.98, "value": 0.98, "unit": 0.98, "kind": 0.98, "item": 0.95, "action": 0.91,
        "modality": 0.98, "role": 0.97, "direction": 0.97, "baseline": 0.97, "link": 0.96, "period": 0.96,
        "row": 0.91, "people": 0.96, "people_full": 0.96,
    },
    "samples": {
        "precision": 0.98, "recall": 0.98, "value": 0.98, "unit": 0.98, "kind": 0.97, "item": 0.95, "action": 0.93,
        "modality": 0.98, "role": 0.98, "direction": 0.98, "baseline": 0.97, "link": 0.96, "period": 0.97,
        "row": 0.93, "people": 0.95, "people_full": 0.90,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FLOORS)
def test_annotated_texts_are_read_as_well_as_before(name: str, rules: RuleSet) -> None:
    """No rate of a gold file falls under its floor."""
    annotations, problems = read_annotations(read_plain(str(GOLD / f"{name}.jsonl")))
    assert problems == []
    counts: Counter[str] = Counter()
    mistakes: list[Mistake] = []
    for annotation in annotations:
        comparison = compare(annotation, extract(Document(annotation.id, annotation.text), rules))
        counts.update(comparison.counts)
        mistakes += comparison.mistakes
    rated = rates(counts)
    low = {key: (rated[key], floor) for key, floor in FLOORS[name].items() if (rated[key] or 0) < floor}
    assert not low, f"under the floor: {low}\n" + "\n".join(map(str, mistakes[:40]))
