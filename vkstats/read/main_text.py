"""Which lines of a page are the article: what is around it holds figures too, and they must not come through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from vkstats.model import BlockKind
from vkstats.read.page import Page, PageLine
from vkstats.read.words import whole, words
from vkstats.text import fold
from vkstats.trie import trie

_SHORT_LABEL = 60  # code points
_REST_OF_LABEL = 15  # code points: `Tin mới hơn`, `Lượt xem: 1.234`; what says more is a sentence
_LONGEST_HEADING = 200  # code points
_BETWEEN = 8  # lines between the headline and the text: time, author, lead
_BETWEEN_PROSE = 2000
_BEHIND = 3  # lines behind the text: the author's, the source's
_SITE = re.compile(r"\s+[-–|»]\s+")


def main_text(page: Page) -> tuple[list[PageLine], PageLine | None]:
    """The lines of the article in order, and the one of them that is its headline."""
    lines = page.lines
    headlines = _headlines(page)
    aside = _aside(page, headlines)
    weights, spans = _weighed(page, aside)
    main = _main(page, weights, spans)
    first, last = spans[main]
    if first < 0:
        return [], None
    at = _headline(page, headlines, aside, first, last)
    chosen = [index for index in range(first, last + 1) if not aside[lines[index].holder]]
    chosen = _without_labels(page, chosen, spans, main, at)
    start, end = spans[_common(page, spans, main, at)]
    if chosen and chosen[-1] == last:
        chosen += _behind(page, aside, end, last)
    chosen = [*_above(page, aside, start, first, at), *chosen]
    headline = lines[at] if at is not None else None
    said = headline.text.casefold() if headline else ""
    kept = [
        lines[index]
        for index in chosen
        if index == at or not (_is_reference(lines[index]) or lines[index].text.casefold() == said)
    ]
    kept = _settled(kept)
    if not any(map(_is_said, kept)) and sum(line.linked for line in lines) > sum(map(_plain, lines)):
        return [], None
    if not any(line is not headline for line in kept) and len(lines) > 1:
        return [], None
    return kept, headline


def _is_said(line: PageLine) -> bool:
    """Whether it is a sentence or a table, not a label or a teaser."""
    if line.rows or len(line.text) >= 60:
        return line.prose > 0
    return line.text.endswith((".", "!", "?", ";", "”", '"')) and line.text.count(" ") > 2


def _plain(line: PageLine) -> int:
    return len(line.text) - line.linked


def _titles(page: Page) -> frozenset[str]:
    """The headline as the head of the page says it, folded, with and without the name of the site."""
    said = [content for name, content in page.metas if name in {"og:title", "twitter:title"}] + [page.title]
    titles = []
    for title in said:
        whole = " ".join(title.split()).casefold()
        if whole:
            titles += [whole, _SITE.split(whole)[0]]
    return frozenset(title for title in titles if len(title) >= 10)


def _headlines(page: Page) -> list[int]:
    """The lines that may be the headline.

    Those that the head of the page repeats; else the outermost headings, of which there may be several only in `h1`;
    else what is called a title.
    """
    lines, titles = page.lines, _titles(page)
    repeated = [index for index, line in enumerate(lines) if not line.rows and line.text.casefold() in titles]
    if repeated:
        return repeated
    headings = [index for index, line in enumerate(lines) if line.kind is BlockKind.HEADING]
    top = min((lines[index].level for index in headings), default=0)
    outermost = [index for index in headings if lines[index].level == top]
    if top == 1:
        return outermost
    return [
        index
        for index, line in enumerate(lines)
        if [index] == outermost
        or (page.elements[line.holder].title and line.text.count(" ") > 2 and not _is_label(line))
    ]


def _headline(page: Page, headlines: Sequence[int], aside: Sequence[bool], first: int, last: int) -> int | None:
    """Where the headline of the text from `first` to `last` stands: inside it, or the nearest above."""
    lines = page.lines
    found = [index for index in headlines if index <= last and not aside[lines[index].holder]]
    heads = [index for index in found if lines[index].kind is BlockKind.HEADING] or found
    inside = [index for index in heads if index >= first]
    above = [index for index in heads if index < first]
    return inside[0] if inside and (not above or inside[0] == first) else above[-1] if above else None


# --- the parts around the article ------------------------------------------------------------------


def _aside(page: Page, headlines: Sequence[int]) -> list[bool]:
    """Of each element, whether it stands in a part that is no article by its name.

    The name of a wrapper may say the same (`page-with-sidebar`): one that holds most of the text, and the headline
    or all but nothing beside it, is none.
    """
    elements, lines = page.elements, page.lines
    weights, _ = _weighed(page, [False] * len(elements))
    heads = [False] * len(elements)
    for index in headlines:
        heads[lines[index].holder] = True
    for index in range(len(elements) - 1, 0, -1):
        heads[elements[index].parent] |= heads[index]
    inner = [element.article for element in elements]
    for index in range(len(elements) - 1, 0, -1):
        inner[elements[index].parent] |= inner[index]
    aside = [False] * len(elements)
    for index, element in enumerate(elements[1:], 1):
        wraps = weights[index] * 2 >= weights[0] and (
            heads[index] or inner[index] or weights[index] * 10 >= weights[0] * 9
        )
        aside[index] = aside[element.parent] or (element.aside and not wraps)
    return aside


def _weighed(page: Page, aside: Sequence[bool]) -> tuple[list[int], list[tuple[int, int]]]:
    """Of each element, how much running text it holds, and its first and last line (-1 where it has none)."""
    count = len(page.elements)
    weights = [0] * count
    firsts, lasts = [-1] * count, [-1] * count
    for index, line in enumerate(page.lines):
        if aside[line.holder]:
            continue
        weights[line.holder] += line.prose
        if firsts[line.holder] < 0:
            firsts[line.holder] = index
        lasts[line.holder] = index
    for index in range(count - 1, 0, -1):  # children stand behind their parents
        parent = page.elements[index].parent
        weights[parent] += weights[index]
        if firsts[index] >= 0:
            firsts[parent] = firsts[index] if firsts[parent] < 0 else min(firsts[parent], firsts[index])
            lasts[parent] = max(lasts[parent], lasts[index])
    return weights, list(zip(firsts, lasts, strict=True))


# --- the article -----------------------------------------------------------------------------------


def _main(page: Page, weights: Sequence[int], spans: Sequence[tuple[int, int]]) -> int:
    """The element that is the article: by its name where that holds most of the text, else by the text alone."""
    chosen = 0
    for index, element in enumerate(page.elements):
        if not (element.article and weights[index]):
            continue
        is_inside = spans[chosen][0] <= spans[index][0] and spans[index][1] <= spans[chosen][1]
        share = 7 if chosen else 5
        if is_inside and weights[index] * 10 >= weights[chosen] * share:
            chosen = index
    return chosen or _heaviest(page, weights)


def _heaviest(page: Page, weights: Sequence[int]) -> int:
    """Down from the root as long as one part holds most of the text, is more than one paragraph, and no section."""
    paragraphs = [0] * len(page.elements)
    for line in page.lines:
        paragraphs[line.holder] += bool(line.prose)
    best = [(0, 0)] * len(page.elements)  # of the parts of each element: the heaviest, and its index
    second = [0] * len(page.elements)
    own = list(weights)
    alike: Counter[tuple[int, str]] = Counter()
    for index in range(len(page.elements) - 1, 0, -1):
        parent = page.elements[index].parent
        if shape := page.elements[index].shape:
            alike[parent, shape] += weights[index]
        paragraphs[parent] += paragraphs[index]
        own[parent] -= weights[index]
        if weights[index] > best[parent][0]:
            second[parent] = best[parent][0]
            best[parent] = weights[index], index
        else:
            second[parent] = max(second[parent], weights[index])
    at = 0
    while True:
        weight, child = best[at]
        dominates = weight * 10 >= weights[at] * 6 or (
            weight * 10 >= weights[at] * 4 and weight > 2 * second[at] and own[at] * 5 < weights[at]
        )
        is_section = alike[at, page.elements[child].shape] * 20 > weight * 23  # others of its kind hold text too
        if not (weight and dominates and paragraphs[child] > 1) or is_section:
            return at
        at = child


def _common(page: Page, spans: Sequence[tuple[int, int]], main: int, headline: int | None) -> int:
    """The element that holds the text and its headline, or where none is known, the text and what is beside it."""
    if headline is None:
        return page.elements[main].parent
    at = main
    while not spans[at][0] <= headline <= spans[at][1]:
        at = page.elements[at].parent
    return at


def _above(page: Page, aside: Sequence[bool], start: int, first: int, headline: int | None) -> list[int]:
    """The headline above the text from `first`, and what stands between: time, author, lead, but no other box."""
    if headline is not None and headline < first:
        between = [index for index in range(headline + 1, first) if not _is_other(page.lines[index], aside)]
        kept = sum(len(page.lines[index].text) for index in between)
        whole = sum(len(line.text) for line in page.lines[headline + 1 : first] if not aside[line.holder])
        if (len(between) > _BETWEEN or kept > _BETWEEN_PROSE) and kept * 10 < whole * 9:
            between = [index for index in between if page.elements[page.lines[index].holder].lead]
        return [headline, *between]
    above: list[int] = []
    for index in range(first - 1, max(start, first - _BETWEEN) - 1, -1):
        if headline is not None or _is_other(page.lines[index], aside):
            break
        above.insert(0, index)
    return above


def _behind(page: Page, aside: Sequence[bool], end: int, last: int) -> list[int]:
    """What goes on behind the part that holds most of the text: a table, a list, the author; up to another box."""
    behind = []
    others = 0
    for index in range(last + 1, end + 1):
        line = page.lines[index]
        others = others + 1 if _is_other(line, aside) else 0
        if others > 1 or (others and (aside[line.holder] or not _is_reference(line))):
            break  # one link alone may be a reference; a label, or more links, begin another box
        if not others:
            behind.append(index)
    if not behind:
        credits = range(last + 1, min(last + 1 + _BEHIND, len(page.lines)))
        behind = [index for index in credits if page.elements[page.lines[index].holder].credit]
    return behind


def _is_other(line: PageLine, aside: Sequence[bool]) -> bool:
    """Whether the line beside a text begins, or belongs to, something else than the article."""
    if aside[line.holder] or _is_reference(line):
        return True
    return _imprint().match(fold(line.text[:_LONGEST_HEADING])) is not None or _is_label(line)


def _is_reference(line: PageLine) -> bool:
    """Whether it is the headline of another article."""
    return line.linked * 2 > len(line.text) or (len(line.text) <= 300 and bool(_see_also().match(fold(line.text))))


def _is_label(line: PageLine) -> bool:
    if line.rows or len(line.text) > _SHORT_LABEL or line.text.endswith("."):
        return False
    label = _label().match(fold(line.text))
    return label is not None and len(line.text) - label.end() <= _REST_OF_LABEL


@cache
def _label() -> re.Pattern[str]:
    """What stands over what follows an article, or in a box beside it."""
    listing = rf"(?:{trie(words('page-quantifier'))} )?{trie(words('page-listing'))} {whole(words('page-other'))}"
    counted, rating = rf"\d+ {whole(words('page-counted'))}", rf"{whole(words('page-rating'))}.*"
    return re.compile("|".join((listing, whole(words("page-box")), counted, rating)))


@cache
def _imprint() -> re.Pattern[str]:
    """What stands at the foot of a page, or in the corner that counts its visitors."""
    licence, visits = rf"{trie(words('page-licence'))}[ :]", rf"{trie(words('page-visits'))}[ :]*[\d.,]+$"
    return re.compile("|".join((whole(words("page-imprint")), licence, visits)))


@cache
def _see_also() -> re.Pattern[str]:
    """The headline of another article behind its label: one line, no box."""
    return re.compile(rf"{trie(words('page-see-also'))} ?: .")


def _without_labels(
    page: Page, chosen: list[int], spans: Sequence[tuple[int, int]], main: int, headline: int | None
) -> list[int]:
    """The lines without what stands under `Tin liên quan`, `Bình luận` and the like.

    That is the rest of the box that the label stands in; of the article itself it is the rest only where less text
    follows than went before.
    """
    lines = page.lines
    total = sum(lines[index].prose for index in chosen)
    before = 0
    skipped_to = -1
    kept = []
    for index in chosen:
        line = lines[index]
        if index <= skipped_to:
            total -= line.prose
            continue
        if index != headline and _is_label(line):
            total -= line.prose
            box = line.holder
            while box != main and box and spans[box] == (index, index):
                box = page.elements[box].parent
            rest = spans[box][1]
            in_article = spans[box][0] <= spans[main][0] and spans[box][1] >= spans[main][1]
            if not in_article or before * 2 > total:
                skipped_to = rest
            continue
        before += line.prose
        kept.append(index)
    return kept


_SENTENCES = re.compile(r"[.!?…;] +\S")  # behind a marker such as `II.`


def _settled(lines: list[PageLine]) -> list[PageLine]:
    """What a page calls a heading only for its size of letters is a paragraph."""
    for line in lines:
        if (
            line.kind is BlockKind.HEADING
            and line.level > 1
            and (len(line.text) > _LONGEST_HEADING or line.text.endswith(".") or _SENTENCES.search(line.text, 6))
        ):
            line.kind, line.level = BlockKind.PARAGRAPH, 0
    return lines
