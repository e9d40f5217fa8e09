"""Points, clauses and articles that stand together → one mention an article or place in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vkstats.names.citations.mention import CitationMention, Level, Source
from vkstats.names.citations.words import ARTICLE, CHAPTER, CLAUSE


@dataclass(frozen=True, slots=True)
class _Place:
    """Clause and point inside an article."""

    start: int
    end: int
    clause: str | None = None
    point: str | None = None


def articles_of(chain: list[Level], source: Source | None) -> Iterator[CitationMention]:
    """One mention an article, or one for each `điểm … khoản …` of it; the last spans the document named behind it."""
    chapter = next((level for level in chain if level.word == CHAPTER), None)
    levels = [level for level in chain if level.word != CHAPTER]
    falls = levels[0].word == ARTICLE and levels[-1].word != ARTICLE  # `Điều 5 khoản 1 điểm a`
    groups: list[tuple[Level, list[Level]]] = []
    waiting: list[Level] = []
    for level in levels:
        if level.word == ARTICLE:
            groups.append((level, waiting))
            waiting = []
        elif falls:
            groups[-1][1].append(level)
        else:
            waiting.append(level)
    found: list[CitationMention] = []
    numeral = chapter.written.upper() if chapter else None
    for level, inner in groups:
        first, *others = level.values
        places = _places_falling(inner) if falls else _places_rising(inner)
        for place in places:
            start, end = place.start, place.end
            if falls and place is places[0]:
                start = level.start
            elif not falls and place is places[-1]:
                end = first.end
            found.append(CitationMention(start, end, source, numeral, first.written, place.clause, place.point))
        if not places:
            found.append(CitationMention(level.start, first.end, source, numeral, first.written))
        found += (CitationMention(value.start, value.end, source, numeral, value.written) for value in others)
    end = max(chain[-1].end, source.end) if source and source.start >= chain[-1].end else chain[-1].end
    yield from found[:-1]
    yield replace(found[-1], end=end)


def _places_rising(levels: Iterable[Level]) -> list[_Place]:
    """`điểm a, b khoản 1, khoản 2`: (1; a, b), (2)."""
    places: list[_Place] = []
    points: _Place | None = None
    for level in levels:
        if level.word != CLAUSE:
            written = f"{points.point}, {level.written}" if points else level.written
            points = _Place(points.start if points else level.start, level.end, None, written)
        elif points:
            places.append(_Place(points.start, level.end, level.written, points.point))
            points = None
        else:
            places = _with_clause(places, level)
    return [*places, points] if points else places


def _places_falling(levels: Iterable[Level]) -> list[_Place]:
    """`khoản 1 điểm a, khoản 2`: (1; a), (2)."""
    places: list[_Place] = []
    for level in levels:
        if level.word == CLAUSE:
            places = _with_clause(places, level)
        elif places and places[-1].point is None:
            places[-1] = replace(places[-1], end=level.end, point=level.written)
        else:
            places.append(_Place(level.start, level.end, None, level.written))
    return places


def _with_clause(places: list[_Place], level: Level) -> list[_Place]:
    """The places with one more clause: clauses without points are one list, `1, 2`."""
    if places and places[-1].point is None:
        clause = f"{places[-1].clause}, {level.written}"
        return [*places[:-1], replace(places[-1], end=level.end, clause=clause)]
    return [*places, _Place(level.start, level.end, level.written)]
