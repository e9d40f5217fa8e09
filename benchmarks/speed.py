"""How fast vkstats reads, beside underthesea's `word_tokenize` over the same texts in the same run.

    python benchmarks/speed.py [TEXTS.jsonl | TEXTS.jsonl.gz]

Without a file the bundled samples are read a hundred times. A JSONL file has a `text` in each line.
One core, CPU seconds, the better of two runs each; models and patterns are loaded before the clock starts.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from underthesea import word_tokenize

from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import load_rules

_SAMPLES = Path(__file__).parent.parent / "samples"


def _texts(arguments: list[str]) -> list[str]:
    if not arguments:
        return [path.read_text(encoding="utf-8") for path in sorted(_SAMPLES.glob("*.txt"))] * 100
    path = Path(arguments[0])
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def _seconds(read: Callable[[str], object], texts: Iterable[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start


def main() -> None:
    """Print million characters a second for both, and the ratio."""
    texts = _texts(sys.argv[1:])
    characters = sum(map(len, texts))
    rules = load_rules()

    def read(text: str) -> object:
        return extract(Document("benchmark", text), rules)

    for warm in (read, word_tokenize):
        _seconds(warm, texts[:20])
    ours = min(_seconds(read, texts) for _ in range(2))
    theirs = min(_seconds(word_tokenize, texts) for _ in range(2))
    print(f"{len(texts)} texts, {characters} characters")
    print(f"vkstats extract            {characters / ours / 1e6:6.3f} million characters a second")
    print(f"underthesea word_tokenize  {characters / theirs / 1e6:6.3f} million characters a second")
    print(f"ratio                      {theirs / ours:6.2f}")


if __name__ == "__main__":
    main()
