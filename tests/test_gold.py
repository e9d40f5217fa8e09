"""The annotated texts: floors under what is found, so that a change that loses something is seen.

Those of figures are what is right today, to a figure: whoever loses one for a rule that serves the language lowers
the floor, and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from vkstats.annotation import Annotation, read_annotations
from vkstats.extract import extract
from vkstats.model import Document, DocumentRecord
from vkstats.packs import RuleSet
from vkstats.read import read_plain
from vkstats.score import Mistake, compare, rates
from vkstats.text import fold

GOLD = Path(__file__).parent / "gold"
FLOORS = {
    "procuracies-news": {
        "precision": 1.0, "recall": 0.996, "value": 1.0, "unit": 0.996, "kind": 0.996, "item": 0.993, "action": 0.966,
        "modality": 1.0, "role": 0.996, "direction": 0.996, "baseline": 1.0, "link": 0.979, "period": 1.0,
        "row": 0.971, "people": 0.94, "people_full": 0.94,
        "item_words": 0.868, "action_words": 0.898,
    },
    "courts": {
        "precision": 1.0, "recall": 1.0, "value": 1.0, "unit": 0.996, "kind": 1.0, "item": 0.979, "action": 0.936,
        "modality": 1.0, "role": 0.993, "direction": 0.993, "baseline": 1.0, "link": 0.959, "period": 0.989,
        "row": 0.926, "people": 0.98, "people_full": 0.92,
        "item_words": 0.866, "action_words": 0.903,
    },
    "police": {
        "precision": 0.993, "recall": 0.996, "value": 1.0, "unit": 1.0, "kind": 1.0, "item": 0.983, "action": 0.963,
        "modality": 0.996, "role": 1.0, "direction": 1.0, "baseline": 1.0, "link": 0.966, "period": 1.0,
        "row": 0.944, "people": 0.94, "people_full": 0.81,
        "item_words": 0.816, "action_words": 0.929,
    },
    "economy": {
        "precision": 1.0, "recall": 0.983, "value": 1.0, "unit": 1.0, "kind": 0.996, "item": 0.969, "action": 0.932,
        "modality": 0.993, "role": 0.993, "direction": 1.0, "baseline": 0.983, "link": 1.0, "period": 0.986,
        "row": 0.931, "people": 0.98, "people_full": 0.85,
        "item_words": 0.793, "action_words": 0.886,
    },
    "letters": {
        "precision": 0.992, "recall": 0.982, "value": 0.985, "unit": 0.989, "kind": 0.981, "item": 0.912,
        "action": 0.97, "modality": 1.0, "role": 0.989, "direction": 0.996, "baseline": 0.978, "link": 0.909,
        "period": 0.894, "row": 0.721, "people": 0.96, "people_full": 0.77,
        "item_words": 0.739, "action_words": 0.91,
    },
    "tables": {
        "precision": 1.0, "recall": 1.0, "value": 1.0, "unit": 0.996, "kind": 1.0, "item": 0.99, "action": 0.963,
        "modality": 1.0, "role": 1.0, "direction": 1.0, "baseline": 1.0, "link": 0.993, "period": 0.996,
        "row": 0.983, "people": 0.92, "people_full": 0.78,
    },
    "reports": {
        "precision": 1.0, "recall": 0.996, "value": 1.0, "unit": 1.0, "kind": 0.996, "item": 0.944, "action": 0.934,
        "modality": 0.993, "role": 0.979, "direction": 0.993, "baseline": 0.982, "link": 0.972, "period": 0.972,
        "row": 0.87, "people": 0.97, "people_full": 0.92,
    },
    "procuracy": {
        "precision": 1.0, "recall": 1.0, "value": 1.0, "unit": 1.0, "kind": 1.0, "item": 0.978, "action": 0.94,
        "modality": 1.0, "role": 0.997, "direction": 0.997, "baseline": 0.997, "link": 0.989, "period": 0.981,
        "row": 0.947, "people": 0.96, "people_full": 0.96,
        "item_words": 0.835, "action_words": 0.9,
    },
    "samples": {
        "precision": 1.0, "recall": 1.0, "value": 1.0, "unit": 1.0, "kind": 0.996, "item": 0.979, "action": 0.969,
        "modality": 1.0, "role": 1.0, "direction": 1.0, "baseline": 0.996, "link": 0.982, "period": 0.996,
        "row": 0.958, "people": 0.95, "people_full": 0.90,
        "item_words": 0.848, "action_words": 0.934,
    },
}  # fmt: skip


def _word_for_word(annotation: Annotation, record: DocumentRecord) -> Iterator[str]:
    """The phrases of figures that are the annotator's, word for word; for a score half of the words are enough."""
    answers = {answer.start: answer for answer in record.figures}
    for wanted in annotation.figures:
        for field in ("item", "action") if wanted.start in answers else ():
            if fold(getattr(answers[wanted.start], field) or "") in fold(getattr(wanted, field)).split("|"):
                yield f"{field}_words"


@pytest.mark.parametrize("name", FLOORS)
def test_annotated_texts_are_read_as_well_as_before(name: str, rules: RuleSet) -> None:
    """No rate of a gold file falls under its floor."""
    annotations, problems = read_annotations(read_plain(str(GOLD / f"{name}.jsonl")))
    assert problems == []
    counts: Counter[str] = Counter()
    mistakes: list[Mistake] = []
    for annotation in annotations:
        record = extract(Document(annotation.id, annotation.text), rules)
        comparison = compare(annotation, record)
        counts.update(comparison.counts)
        counts.update(_word_for_word(annotation, record))
        mistakes += comparison.mistakes
    rated = rates(counts) | {name: counts[name] / counts["figures"] for name in ("item_words", "action_words")}
    low = {key: (rated[key], floor) for key, floor in FLOORS[name].items() if (rated[key] or 0) < floor}
    assert not low, f"under the floor: {low}\n" + "\n".join(map(str, mistakes[:40]))
