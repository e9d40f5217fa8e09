"""Annotated texts → what is found in them → rates and mistakes, with one line for whatever cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from vkstats.annotation import read_annotations
from vkstats.cli.streams import say, standard_output
from vkstats.errors import ReadError
from vkstats.messages import text
from vkstats.model import Document, DocumentRecord
from vkstats.read import read_plain
from vkstats.score import Mistake, compare, rates
from vkstats.write.form import Format
from vkstats.write.mistakes import told, told_annotation
from vkstats.write.scores import Scores, write_scores


def score_files(
    files: Sequence[str],
    extract: Callable[[Document], DocumentRecord],
    form: Format,
    lang: str,
    *,
    most: int,
    limit: int,
) -> bool:
    """Score the files together and each by itself, and put out at most `most` mistakes.

    `limit` bounds the bytes of a file. Gives whether every document could be read.
    """
    good = True
    total: Counter[str] = Counter()
    scored: list[tuple[str, Counter[str]]] = []
    mistakes: list[Mistake] = []
    more = 0
    for path in files:
        try:
            file = read_plain(path, limit=limit)
        except ReadError as error:
            say(told(error, lang))
            good = False
            continue
        annotations, problems = read_annotations(file)
        for problem in problems:
            say(told_annotation(problem, lang))
            good = False
        counts: Counter[str] = Counter()
        for annotation in annotations:
            comparison = compare(annotation, extract(Document(annotation.id, annotation.text)))
            counts.update(comparison.counts)
            room = max(0, most - len(mistakes))
            mistakes += comparison.mistakes[:room]
            more += len(comparison.mistakes[room:])
        if annotations:
            scored.append((file.source, counts))
            total.update(counts)
    if not good:
        say(text("notice.some-scored" if scored else "notice.nothing-scored", lang, count=total["documents"]))
    if scored:
        listed = [(path, rates(counts)) for path, counts in scored]
        with standard_output() as out:
            write_scores(Scores(rates(total), listed, mistakes, more if most else 0), form, out, lang)
    return good
