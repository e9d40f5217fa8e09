"""The body that issues an official document: the lowest of those in its head, with the place that is its own.

Decree 30/2020/NĐ-CP, annex I: over the name of the issuing body stands that of the superior one, where it has one.
A body that names no place (`SỞ TƯ PHÁP`, `PHÒNG 9`) is that of the place, or of the body, over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vkstats.model import Article, Block, BlockKind, Stretch
from vkstats.names.organisations import Organisations, read_organisations
from vkstats.names.writing import title_cased
from vkstats.packs import RuleSet
from vkstats.text import fold


def issuer(article: Article, rules: RuleSet) -> tuple[str, Stretch] | None:
    """The full name of the issuing body, and where the text has it; None where there is no letterhead."""
    bodies = article.letterhead.bodies
    names = [_written(article.text, body) for body in bodies]
    if not names:
        return None
    found = _full_name(names[-1], names[-2::-1], rules) or _spelled(names[-1], rules)
    return found, extent(article.text, bodies[-1])


def extent(text: str, lines: Sequence[Stretch]) -> Stretch:
    """From the first of the lines to the last; the first alone where another column stands between them."""
    is_whole = not any(text[upper[1] : lower[0]].strip() for upper, lower in pairwise(lines))
    return lines[0][0], lines[-1 if is_whole else 0][1]


def _written(text: str, body: tuple[Stretch, ...]) -> str:
    return " ".join(" ".join(text[start:end] for start, end in body).split()).strip(" .:;*-")


def _full_name(own: str, above: list[str], rules: RuleSet) -> str | None:
    """The name of a body as it is read in full; `above` are the names over it, the nearest first."""
    alone = _read(own, rules)
    if alone and alone.end == len(own):
        return alone.name
    for joined in _joined(own, above, rules):
        found = _read(joined, rules)
        if found and found.end == len(joined):
            return found.name
    return alone.name if alone else None


def _joined(own: str, above: list[str], rules: RuleSet) -> Iterator[str]:
    """The name with the place of each body over it, then with each body itself; a number counts in its body."""
    spelled = _spelled(own, rules)
    for name in above if not own[-1].isdigit() else ():
        place = _place(name, rules)
        if place:
            level, _, name_only = place.partition(" ")
            if fold(own).endswith(f" {fold(level)}"):  # `THANH TRA TỈNH` under `UBND TỈNH TRÀ VINH`
                place = name_only
            yield f"{own} {place.upper() if own.isupper() else place}"
            yield f"{spelled} {place}"
    for name in above:
        over = _read(name, rules)
        if over:
            yield f"{spelled} {over.name}"


def _place(name: str, rules: RuleSet) -> str | None:
    """The place that a body names, behind its level: `tỉnh Thái Bình`."""
    organisations = _organisations(name, rules)
    over = organisations.at(0)
    return organisations.offices.localities.named("", over.level, over.place).strip() if over and over.place else None


@dataclass(frozen=True, slots=True)
class _Body:
    """A body read whole: its full name, and where its words end."""

    name: str
    end: int


def _read(name: str, rules: RuleSet) -> _Body | None:
    """The body that a line begins with; None where its words give no whole name."""
    organisations = _organisations(name, rules)
    mention = organisations.at(0)
    full = organisations.full_name(mention) if mention and mention.is_named else None
    return _Body(full, mention.end) if full and mention else None


def _organisations(name: str, rules: RuleSet) -> Organisations:
    block = Block(BlockKind.PARAGRAPH, 0, len(name), 0)
    return read_organisations(Article("", name, fold(name), (block,), ()), rules)


def _spelled(name: str, rules: RuleSet) -> str:
    """The name of a body that nobody knows, as a sentence writes it: places keep their capitals."""
    if not name.isupper():
        return name
    written = name[0] + name[1:].lower()
    for places in _organisations(name, rules).offices.localities.known.values():
        for folded, place in places.items():
            at = fold(name).rfind(folded)
            if at > 0:
                written = written[:at] + title_cased(place) + written[at + len(place) :]
    return written
