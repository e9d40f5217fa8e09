"""What a page says of its article beside the text: headline, time of publication, author."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache

from vkstats import shapes
from vkstats.model import Frame
from vkstats.packs.shipped import text_words
from vkstats.read.page import Page, PageLine
from vkstats.read.words import whole, words
from vkstats.text import byline_names, fold

VIETNAM = timezone(timedelta(hours=7))
_FIRST_YEAR = 1990  # no web before; a CMS writes 0001 or 1970 for none
# In the order of trust, after JSON-LD.
_PUBLISHED = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish-date", "publish_date",
    "dc.date.issued", "dc.date", "dcterms.created", "date",
)  # fmt: skip
_AUTHOR = ("article:author", "author", "dc.creator", "dcterms.creator")
_DAY_FIRST = re.compile(rf"{shapes.NUMERIC_DAY}(?:\D{{1,5}}{shapes.CLOCK})?")


def frame_of(page: Page, headline: PageLine | None) -> Frame:
    """The frame that JSON-LD, the meta tags and `<time>` tell; what is not told, or doubtful, stays empty."""
    articles = list(_articles(page.scripts))
    metas: dict[str, str] = {}
    for name, content in page.metas:
        metas.setdefault(name, " ".join(content.split()))
    moments = [
        *(article.get("datePublished") for article in articles),
        *(metas.get(name) for name in _PUBLISHED),
        *(page.times if len(page.times) == 1 else ()),
    ]
    authors = [*(name for article in articles for name in _names(article.get("author"))), *map(metas.get, _AUTHOR)]
    titles = [*(article.get("headline") for article in articles), metas.get("og:title")]
    return Frame(
        headline.text if headline else next(_texts(titles), None),
        next(filter(None, map(local_time, _texts(moments))), None),
        next(filter(None, map(person, _texts(authors))), None),
    )


def local_time(said: str) -> str | None:
    """The ISO 8601 date or local time in Vietnam that a tag says; None where it is none that can be."""
    said = said.strip()
    try:
        moment = datetime.fromisoformat(said)
        clock = len(said) > 10
    except ValueError:
        found = _DAY_FIRST.match(said)
        if not found:
            return None
        day, month, year, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        clock = found[4] is not None
        try:
            moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a page's local time
        except ValueError:
            return None
    moment = in_vietnam(moment)
    if not _FIRST_YEAR <= moment.year < 9999:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()


def in_vietnam(moment: datetime) -> datetime:
    """The local time in Vietnam, without its zone; a time without a zone is local already."""
    if moment.tzinfo and _FIRST_YEAR <= moment.year < 9999:
        moment = moment.astimezone(VIETNAM)
    return moment.replace(tzinfo=None, microsecond=0)


def person(said: str) -> str | None:
    """The name, where it is written like one of a person: not the site's, nor an address."""
    folded = fold(said)
    if len(said) > 80 or _office().match(folded):
        return None
    return byline_names(said, folded, text_words())[0] or None


@cache
def _office() -> re.Pattern[str]:
    """What an author is called that is no person."""
    return re.compile(whole(words("page-office")))


def _texts(said: Iterable[object]) -> Iterator[str]:
    for text in said:
        if isinstance(text, str) and text.strip():
            yield " ".join(text.split())


def _articles(scripts: Iterable[str]) -> Iterator[dict[str, object]]:
    """The articles in JSON-LD (schema.org `Article` and its kinds), wherever they stand in it."""
    for script in scripts:
        try:
            waiting: list[object] = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue  # a broken script is the page's own affair: the browser passes over it too
        while waiting:
            match waiting.pop():
                case dict() as thing:
                    kinds = thing.get("@type")
                    kinds = kinds if isinstance(kinds, list) else [kinds]
                    if any(isinstance(kind, str) and kind.endswith(("Article", "BlogPosting")) for kind in kinds):
                        yield thing
                    waiting += thing.values()
                case list() as things:
                    waiting += reversed(things)


def _names(author: object) -> Iterator[object]:
    for one in author if isinstance(author, list) else [author]:
        if not isinstance(one, dict):
            yield one
        elif one.get("@type") != "Organization":
            yield one.get("name")
