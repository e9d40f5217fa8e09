"""Whose and where a figure is: the body and the place that its sentence names, else those of the document.

The nearest one in front of the figure counts; of places else one behind it in its clause (`5 vụ tại huyện A`),
while a body behind is another's (`chỉ tiêu của Quốc hội`). Of a chain (`huyện A, tỉnh B`) it is the innermost place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from vkstats.model import Article, Figure, Frame
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.places import Named
from vkstats.text import fold

_MARK = re.compile(r"[,;:(]")  # ends a clause


def with_sources(
    figures: Sequence[Figure], article: Article, organisations: Organisations, frame: Frame, places: Sequence[Named]
) -> tuple[Figure, ...]:
    """The figures with their `body` and `place`; `places` are all mentions of places, in reading order."""
    bodies = [named for mention in organisations.bodies if (named := _body(mention, organisations, frame))]
    agency = fold(frame.agency or "")
    home = next((place.name for place in places if fold(place.name.split(",")[0]) in agency), None)
    starts = [sentence.start for sentence in article.sentences]
    body_starts, place_starts = [body.start for body in bodies], [place.start for place in places]
    found = []
    for figure in figures:
        sentence = article.sentences[max(0, bisect_right(starts, figure.start) - 1)]
        body = _nearest(bodies, body_starts, figure.start, sentence.start, figure.start)
        mark = _MARK.search(article.text, figure.end, sentence.end)
        last = mark.start() if mark else sentence.end
        place = _nearest(places, place_starts, figure.start, sentence.start, last)
        found.append(replace(figure, body=body or frame.agency, place=place or home))
    return tuple(found)


def _body(mention: OrganisationMention, organisations: Organisations, frame: Frame) -> Named | None:
    name = organisations.full_name(mention, frame.agency)
    is_named = mention.place or mention.complete or name == frame.agency
    return Named(mention.start, name) if name and is_named else None


def _nearest(named: Sequence[Named], starts: Sequence[int], at: int, first: int, last: int) -> str | None:
    index = bisect_right(starts, at)
    if index and starts[index - 1] >= first:
        return named[index - 1].name
    return named[index].name if index < len(named) and starts[index] < last else None
