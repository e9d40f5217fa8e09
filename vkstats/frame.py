"""What a document says of itself, and where: headline, time of publication, author, reporting agency, period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from vkstats.link.reporting import Reporting
from vkstats.model import Article, Block, BlockKind, Evidence, Frame
from vkstats.names.capitals import title_cased
from vkstats.names.organisations import OrganisationReader
from vkstats.text import byline_names, is_signature

_Found: TypeAlias = tuple[str, int, int]  # what a field is, and where the text says so


def read_frame(article: Article, reader: OrganisationReader) -> tuple[Frame, tuple[Evidence, ...]]:
    """The frame without its period, which `with_period` adds once the time expressions are read, and its evidence."""
    found = {
        "title": _title(article),
        "published": _published(article),
        "author": _author(article),
        "agency": _agency(article, reader),
    }
    # What the format says beside the text (the tags of a page, the head of a letter) is surer than its words.
    told = {name: getattr(article.said, name) for name in found if getattr(article.said, name)}
    frame = Frame(**({field: said[0] for field, said in found.items() if said} | told))
    evidence = [
        Evidence(field, article.text[said[1] : said[2]], said[1], said[2])
        for field, said in found.items()
        if said and field not in told
    ]
    return frame, tuple(evidence)


def with_period(
    frame: Frame, evidence: tuple[Evidence, ...], reporting: Reporting, text: str
) -> tuple[Frame, tuple[Evidence, ...]]:
    """The frame with the document's reporting period, and the words of `text` that say it as evidence."""
    said = reporting.choice.ranked[0][1]
    if said.value is None:
        return frame, evidence
    found = Evidence("period", text[said.start : said.end], said.start, said.end)
    return replace(frame, period=said.value), (*evidence, found)


def _blocks(article: Article, kind: BlockKind) -> list[Block]:
    return [block for block in article.blocks if block.kind is kind]


def _title(article: Article) -> _Found | None:
    titles = _blocks(article, BlockKind.TITLE)
    if not titles:
        return None
    start, end = titles[0].start, titles[0].end
    return " ".join(article.text[start:end].split()), start, end


# --- time of publication ---------------------------------------------------------------------------

_NUMERIC = re.compile(r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WORDED = re.compile(r"(\d{1,2}) tháng (\d{1,2}),? (?:năm )?(\d{4})")
_CLOCK = re.compile(r"(\d{1,2}) ?[:h] ?(\d{2})(?: ?: ?(\d{2}))?(?: ?([ap])m\b)?")


def _published(article: Article) -> _Found | None:
    for block in _blocks(article, BlockKind.PUBLISHED):
        moment = read_moment(article.folded[block.start : block.end])
        if moment:
            return moment, block.start, block.end
    return None


def read_moment(folded: str) -> str | None:
    """The ISO 8601 date or date-time of a publication line; None where it has no possible date.

    The day comes first, as everywhere in Vietnamese, unless the clock has AM or PM: a server that writes so
    writes the month first. Where only one order is possible, it is taken.
    """
    clock = _CLOCK.search(folded)
    iso, numeric, worded = _ISO.search(folded), _NUMERIC.search(folded), _WORDED.search(folded)
    if iso:
        year, month, day = map(int, iso.groups())
    elif numeric or worded:
        found = numeric or worded
        assert found is not None  # noqa: S101 - for the type checker
        day, month, year = map(int, found.groups())
        american = bool(numeric and clock and clock[4])
        if (american and day <= 12) or month > 12:
            day, month = month, day
    else:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3]) if clock else (0, 0, 0)
    if clock and clock[4]:
        hour = hour % 12 + (12 if clock[4] == "p" else 0)
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - a page's local time
    except ValueError:
        return None
    return moment.isoformat() if clock else moment.date().isoformat()


# --- author ----------------------------------------------------------------------------------------


def _author(article: Article) -> _Found | None:
    for index, block in enumerate(article.blocks):
        if block.kind is BlockKind.BYLINE and not is_signature(article, index):
            names, _ = byline_names(article.text[block.start : block.end], article.folded[block.start : block.end])
            if names:
                start = article.text.index(names, block.start)
                return title_cased(names), start, start + len(names)
    return None


# --- agency ----------------------------------------------------------------------------------------

_REPORTED = re.compile(r"(?:theo|số liệu|báo cáo|thống kê|thông tin|tin từ|kết quả)(?! với| trước)[^,.;\n]{0,60}$")
_REPORTS = re.compile(
    r"[^,.;\n]{0,12} (?:vừa |đã |cho biết|công bố|báo cáo|tổng kết|sơ kết|tổ chức|thụ lý|phát hiện|ban hành|khởi tố"
    r"|thực hiện|triển khai|có báo cáo|mở phiên tòa|xét xử|đưa vụ án|đưa ra xét xử)"
)
# `vụ lừa đảo tại Công ty X`: where a case happened, which is not who reports it
_SCENE = re.compile(r"(?<!\w)(?<!\d )vụ [^,.;:\n\d]{1,40} (?:tại|ở) $")


def _agency(article: Article, reader: OrganisationReader) -> _Found | None:
    """The body whose results the text reports: of the letterhead, or named most, in headline and lead above all."""
    blocks = article.blocks
    bodies = [
        index for index, block in enumerate(blocks) if block.kind not in {BlockKind.PUBLISHED, BlockKind.BOILERPLATE}
    ]
    lead = bodies[1] if len(bodies) > 1 else 0
    scores: Counter[str] = Counter()
    letterhead: _Found | None = None
    first: dict[str, tuple[int, int]] = {}
    at = 0
    for found in reader.mentions:
        mention = found.above or found  # a unit's results are those of the whole
        name = reader.full_name(mention)
        if name is None:
            continue
        while blocks[at].end <= mention.start:
            at += 1
        kind = blocks[at].kind
        if kind is BlockKind.BOILERPLATE:
            if at < lead:
                letterhead = name, mention.start, mention.end
            continue
        if kind is BlockKind.CAPTION:
            continue
        weight = 1
        if not _SCENE.search(article.folded, max(blocks[at].start, mention.start - 60), mention.start):
            weight += 3 if kind in {BlockKind.TITLE, BlockKind.BYLINE} else int(at <= lead + 1)
        if _REPORTED.search(article.folded, max(blocks[at].start, mention.start - 70), mention.start):
            weight += 2
        elif _REPORTS.match(article.folded, mention.end):
            weight += 1
        scores[name] += weight
        first.setdefault(name, (mention.start, mention.end))
    if letterhead or not scores:
        return letterhead
    agency = scores.most_common(1)[0][0]
    return agency, *first[agency]
