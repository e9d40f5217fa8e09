"""The labels of a head and the columns that they stand over: which words are one label, which labels span others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, pairwise

from vkstats.grid.found import Cells, LabelWords, Strip, moved
from vkstats.model import Stretch
from vkstats.shapes import is_year

_WORD = re.compile(r"\S+")
_GAP = re.compile(r" {2,}")
_MOST_SPREADS = 6  # ways to say which labels of an upper row span others
_MOST_SIZES = 4  # ways to cut the lower row into groups
_WIDEST_GROUP = 12

Label = tuple[Stretch, str]  # in the text, and its folded words


def labels_of(line: Strip, words: LabelWords) -> list[Label]:
    """The labels of a line: between wide gaps, else each from its capital, sign or year, brackets kept whole."""
    pieces = parts(line.folded) if "  " in line.folded else _pieces(line, words)
    return [
        (stretch, line.folded[slice(*piece)]) for piece, stretch in zip(pieces, moved(pieces, line.start), strict=True)
    ]


def _pieces(line: Strip, words: LabelWords) -> list[Stretch]:
    pieces: list[Stretch] = []
    depth = 0
    for match in _WORD.finditer(line.text):
        start, end = match.span()
        word = line.folded[start:end]
        opens = word[0].isdigit() or line.text[start].isupper() or word[0] in "+%"
        before = line.folded[slice(*pieces[-1])] if pieces else ""
        follows = before.rpartition(" ")[2] in words.times
        counts = words.counts.fullmatch(before) is not None and words.label.match(line.folded, start) is not None
        follows = follows or (
            word[0].isdigit() and words.status.fullmatch(before) is not None and not words.corner.fullmatch(before)
        )
        if pieces and (depth or not opens or counts or (follows and (word[0].isdigit() or set(word) <= set("ivx")))):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
        depth = max(0, depth + word.count("(") - word.count(")"))
    return pieces


def parts(lead: str) -> list[Stretch]:
    """The parts of a line between wide gaps."""
    found, start = [], 0
    for gap in _GAP.finditer(lead):
        found.append((start, gap.start()))
        start = gap.end()
    return [*found, (start, len(lead))] if lead else []


def joined(labels: Sequence[Label], count: int, words: LabelWords) -> list[Label] | None:
    """The labels as so many: where a capital stands inside one, those that begin least like a label are joined."""
    if not 0 < count <= len(labels):
        return None
    known = [words.label.match(said) is not None for _, said in labels]
    spare = sorted(range(1, len(labels)), key=lambda at: (known[at], at))[: len(labels) - count]
    if any(known[at] for at in spare):
        return None
    found: list[Label] = []
    for at, (stretch, said) in enumerate(labels):
        if at in spare:
            (start, _), before = found[-1]
            found[-1] = ((start, stretch[1]), f"{before} {said}")
        else:
            found.append((stretch, said))
    return found


def one_row(labels: Sequence[Label], leads: int, width: int, words: LabelWords) -> Iterator[tuple[Cells, ...]]:
    """The head of one row over `leads` columns of names and `width` of values."""
    for count in range(leads, -1, -1):
        said = joined(labels, count + width, words)
        if said and (count or width > 1) and _are_values(said[count:], words) and not any(map(_is_year, said[:count])):
            yield (_padded([stretch for stretch, _ in said], leads + width),)


def two_rows(
    uppers: Sequence[Label], lowers: Sequence[Label], leads: int, width: int, words: LabelWords
) -> Iterator[tuple[Cells, ...]]:
    """The head of two rows, in every way that some labels of the upper one span those of the lower one."""
    if len(lowers) >= width and len(lowers) <= width + leads:  # the upper row spans all: times over groups
        below = _padded([stretch for stretch, _ in lowers], leads + width)
        for count in range(min(leads, len(uppers) - 1), -1, -1):
            over = uppers[count:]
            if not _are_values([*over, *lowers[-width:]], words):
                continue
            if len(over) > 1 and width % len(over) == 0 and _are_alike(over):
                above = [stretch for stretch, _ in over for _ in range(width // len(over))]
                names = [stretch for stretch, _ in uppers[:count]]
                yield _merged((*_padded(names, leads), *above), below)
    for count in range(min(leads, len(uppers)), max(leads - 2, -1), -1):
        corner, labels = uppers[:count], uppers[count:]
        groups = len(lowers) + len(labels) - width
        if not _are_values([*labels, *lowers], words) or not 0 < groups <= len(labels):
            continue
        sizes = [*islice(_sizes(len(lowers), groups), _MOST_SIZES)]
        likely = sorted(combinations(range(len(labels)), groups), key=lambda spans: _oddness(labels, spans, words))
        for each in sizes:
            for spans in islice(likely, _MOST_SPREADS):
                yield _spread(corner, labels, lowers, dict(zip(spans, each, strict=True)), leads)


def placed(
    uppers: Sequence[Label], lowers: Sequence[Label], leads: int, columns: Mapping[int, int]
) -> tuple[Cells, ...] | None:
    """The head of two rows whose labels stand in columns: a lower label is of the last upper one that begins by it."""
    begins = [columns[stretch[0]] for stretch, _ in uppers]
    over = [sum(begin <= columns[stretch[0]] for begin in begins) - 1 for stretch, _ in lowers]
    counts = Counter(over)
    if min(over) < 0 or min(counts.values()) < 2:
        return None
    corner = min(*over, leads)
    spans = {at - corner: count for at, count in counts.items()}
    return _spread(uppers[:corner], uppers[corner:], lowers, spans, leads)


def _sizes(count: int, groups: int) -> Iterator[tuple[int, ...]]:
    """The ways to make so many groups of two labels or more, the even one first."""
    if count % groups == 0 and 1 < count // groups <= _WIDEST_GROUP:
        yield (count // groups,) * groups
    for cuts in combinations(range(2, count - 1), groups - 1):
        each = tuple(end - start for start, end in pairwise((0, *cuts, count)))
        if min(each) > 1 and len(set(each)) > 1:
            yield each


def _are_values(labels: Sequence[Label], words: LabelWords) -> bool:
    """Whether the labels may stand over values: none is known to stand over names or running numbers."""
    return not any(words.corner.fullmatch(said) for _, said in labels)


def _is_year(label: Label) -> bool:
    return is_year(label[1])


def _are_alike(labels: Sequence[Label]) -> bool:
    """Whether labels that span as many columns each are of one sort: all with numbers (times), or none."""
    return len({any(map(str.isdigit, said)) for _, said in labels}) == 1


def _oddness(labels: Sequence[Label], spans: Sequence[int], words: LabelWords) -> tuple[int, int]:
    """How odd it is that these labels span others: one with a unit of its own hardly does, and singles stand last."""
    odd = sum((words.unit.search(said.rstrip(")")) is not None) is (at in spans) for at, (_, said) in enumerate(labels))
    return odd, sum(spans)


def _spread(
    corner: Sequence[Label], labels: Sequence[Label], lowers: Sequence[Label], spans: Mapping[int, int], leads: int
) -> tuple[Cells, Cells]:
    """The two rows; `spans` tells how many of the lower labels stand below an upper one."""
    above = list(_padded([stretch for stretch, _ in corner], leads))
    below = list(above)
    left = iter(lowers)
    for at, (stretch, _) in enumerate(labels):
        above += [stretch] * spans.get(at, 1)
        below += [next(left)[0] for _ in range(spans[at])] if at in spans else [stretch]
    return tuple(above), tuple(below)


def _merged(above: Cells, below: Cells) -> tuple[Cells, Cells]:
    """Two rows, an empty corner of one said by the other."""
    return (
        tuple(up if up[0] < up[1] else down for up, down in zip(above, below, strict=True)),
        tuple(down if down[0] < down[1] else up for up, down in zip(above, below, strict=True)),
    )


def _padded(stretches: Sequence[Stretch], count: int) -> Cells:
    """As many cells, the missing ones in front empty."""
    return (*[(0, 0)] * (count - len(stretches)), *stretches)
