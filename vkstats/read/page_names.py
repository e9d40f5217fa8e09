"""What the builders of pages call the parts of a page, by class, id and role: in English, or plain Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from vkstats.read.words import identifier, words

MOST_MARKS = 400  # code points of class and id that are looked at
# What they call it in English; the names in Vietnamese are words of the core pack.
_ENGLISH = {
    "page-name-aside": (
        r"relat(?:ed|ion)|(?<![a-z])other|comment(?!ar)|feedback|shar(?:e(?!d)|ing)|social|addthis|like-?box"
        r"|(?<![a-z])fb-|menu|(?<![a-z])nav(?!y)|bread-?crumb|footer|side-?bar|(?<!elementor-)widget|(?<![a-z])counter"
        r"|visit|(?<![a-z])tags?(?![a-z])|keyword|banner|(?<![a-z])ad[sv]?(?![a-z])|popular|most-?(?:read|view)"
        r"|hot-?news|latest|tool-?bar|(?<![a-z])(?:rating|vot(?:e|ing))|paginat|pager|paging|login|search|copyright"
        r"|newsletter|subscri|popup|modal|cookie|skip-?link|sr-only|visually-?hidden|weather|survey|web-?link"
        r"|outstanding|recommend|promo|read-?more"
    ),
    "page-name-article": (
        r"articlebody|body-?(?:text|html)|singular-content"
        r"|(?:detail|article|news|post|entry|cms|main|story|page)s?-?(?:content|body|detail|text)"
        r"|content-?(?:detail|article|news|main)|fck-?detail|rtestate-field|externalclass"
    ),
    "page-name-title": r"(?<![a-z])title|(?:article|detail|news|post)title|headline|contentheading",
    "page-name-lead": r"(?<![a-z])lead|summary|descript|intro|teaser",
    "page-name-credit": r"author|by-?line|(?<![a-z])source|(?<![a-z])pen-?name",
    "page-name-caption": r"caption|(?:photo|pic|image|img)-?(?:desc|note|title|text)",
    "page-name-notes": r"foot-?notes?|end-?notes?|(?<![a-z])ft?n[-:]?\d",
}
_ASIDE_TAGS = frozenset({"nav", "aside", "footer"})
_ASIDE_ROLES = frozenset({"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu"})
_NOTE_ROLES = frozenset({"doc-endnotes", "doc-footnote"})


@dataclass(frozen=True, slots=True)
class Named:
    """What the name of an element says that it is."""

    aside: bool = False
    article: bool = False
    title: bool = False
    lead: bool = False
    credit: bool = False
    caption: bool = False
    notes: bool = False


_UNNAMED = Named()


def named(attributes: Mapping[str, str]) -> Named:
    """What class and id of an element say."""
    marks = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:MOST_MARKS]
    return _named(marks) if len(marks) > 1 else _UNNAMED


def is_aside(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether tag or role say that it is no part of the article."""
    return tag in _ASIDE_TAGS or attributes.get("role") in _ASIDE_ROLES


def is_article(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether tag or property say that it is the article."""
    return tag == "article" or attributes.get("itemprop") == "articleBody"


def is_note(attributes: Mapping[str, str]) -> bool:
    """Whether the role says that it is a footnote, or all of them."""
    return attributes.get("role") in _NOTE_ROLES


def shape(tag: str, attributes: Mapping[str, str]) -> str:
    """Tag and class where siblings with the same are sections of one text, else nothing."""
    is_part = tag == "section" or (tag == "div" and "class" in attributes)
    return f"{tag} {attributes.get('class', '')[:MOST_MARKS]}" if is_part else ""


@lru_cache(maxsize=4096)
def _named(marks: str) -> Named:
    folded = marks.lower().replace("_", "-")
    return Named(*(bool(look.search(folded)) for look in _looks()))


@cache
def _looks() -> tuple[re.Pattern[str], ...]:
    """What each field of `Named` is told by, in their order."""
    return tuple(re.compile(f"{_ENGLISH[kind]}|{identifier(words(kind))}") for kind in _ENGLISH)
