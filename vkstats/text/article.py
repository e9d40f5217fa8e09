"""The corridor of a text: normalised, folded, cut into lines, blocks and sentences.

Every offset points into the NFC text that is put out; `folded` keeps the length of the text, code
point for code point.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vkstats import grid
from vkstats.model import Article, Block, BlockKind, Byline, Document, Letterhead, Sentence, Stretch, Table
from vkstats.text.blocks import blocks_of, classified, laid_out
from vkstats.text.bylines import byline_names, plain_name
from vkstats.text.fields import with_fields
from vkstats.text.fold import fold, normalise, unsegmented
from vkstats.text.letterhead import with_letterhead
from vkstats.text.levels import levelled
from vkstats.text.lines import TextLine, lines_of
from vkstats.text.sentences import sentences_of
from vkstats.text.signature import Signature, with_signatures
from vkstats.text.words import Words, words_of
from vkstats.text.wrapped import unwrapped
from vkstats.vocabulary import Lexicon


def prepare(document: Document, lexicon: Lexicon) -> Article:
    """The document normalised, folded, and cut into blocks and sentences. Raises nothing, on any string."""
    words = words_of(lexicon)
    cut = _cut(document, words)
    text, folded, grids = cut.text, cut.folded, cut.grids
    blocks = _with_tables(levelled(blocks_of(cut.running), text), grids, cut.lines)
    sentences: list[Sentence] = []
    pieces: list[str] = []
    at = 0
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            sentences += (Sentence(start, end, index) for start, end in _rows(text, block))
            continue
        pieces += folded[at : block.start], folded[block.start : block.end].replace("\n", " ")
        at = block.end
        sentences += (Sentence(start, end, index) for start, end in sentences_of(text, folded, block, words))
    pieces.append(folded[at:])
    said = "".join(pieces)
    bylines = tuple(_bylines(text, said, blocks, cut.signatures, lexicon))
    tables = _tables(blocks, grids)
    return Article(
        document.source, text, said, blocks, tuple(sentences), tables, bylines, document.said, cut.letterhead
    )


def has_byline(document: Document, lexicon: Lexicon) -> bool:
    """Whether the text names its author itself, in a line of its own; blocks and sentences are not made for it."""
    return any(line.kind is BlockKind.BYLINE for line in _cut(document, words_of(lexicon)).running)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text in lines: all of them, the tables that some make, and the others, joined where they were one."""

    text: str
    folded: str
    lines: Sequence[TextLine]
    grids: Sequence[grid.Found]
    running: list[TextLine]
    letterhead: Letterhead
    signatures: Sequence[Signature]


def _cut(document: Document, words: Words) -> _Cut:
    text = unsegmented(normalise(document.text))
    folded = fold(text)
    lines = lines_of(text, folded, words)
    given = list(_given(document.tables, lines))
    free = [True] * len(lines)
    for table in given:
        free[table.first : table.last] = [False] * (table.last - table.first)
    grids = sorted([*given, *grid.find(lines, text, words.tables, free)], key=lambda table: table.first)
    running: Sequence[TextLine] = _without(grids, lines)
    if document.layout:
        running = laid_out(running, document.layout)
    fields, running = with_fields(running, words)
    head, running = with_letterhead(running, words)
    running, signatures = with_signatures(running, words)
    if not document.layout:
        running = unwrapped(running, text, folded, words)
    running = head.with_subject(running, words)
    told = classified([*fields, *head.joined(text, folded), *running], words, has_table=bool(grids))
    return _Cut(text, folded, lines, grids, told, head.says, signatures)


def _given(tables: Sequence[Table], lines: Sequence[TextLine]) -> Iterator[grid.Found]:
    """The tables that the format gives, by the lines that they stand in."""
    starts = [line.start for line in lines]
    for table in tables:
        yield grid.Found(bisect_left(starts, table.start), bisect_left(starts, table.end), table.readings)


def _without(grids: Sequence[grid.Found], lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that stand in no table; what follows a table does not go on with what is above it."""
    tabled = {index for found in grids for index in range(found.first, found.last)}
    behind = {found.last for found in grids}
    return [
        replace(line, after_blank=True) if index in behind else line
        for index, line in enumerate(lines)
        if index not in tabled
    ]


def _with_tables(
    blocks: tuple[Block, ...], grids: Sequence[grid.Found], lines: Sequence[TextLine]
) -> tuple[Block, ...]:
    tables = (
        Block(BlockKind.TABLE, lines[found.first].start, lines[found.last - 1].end, lines[found.first].start)
        for found in grids
    )
    return tuple(sorted([*blocks, *tables], key=lambda block: block.start)) if grids else blocks


def _tables(blocks: Sequence[Block], grids: Sequence[grid.Found]) -> tuple[Table, ...]:
    places = (index for index, block in enumerate(blocks) if block.kind is BlockKind.TABLE)
    return tuple(
        Table(blocks[index].start, blocks[index].end, found.readings, index)
        for index, found in zip(places, grids, strict=True)
    )


def _bylines(
    text: str, folded: str, blocks: Sequence[Block], signatures: Sequence[Signature], lexicon: Lexicon
) -> Iterator[Byline]:
    signed = {signature.start: signature for signature in signatures}
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.BYLINE:
            names, is_labelled = byline_names(text[block.start : block.end], folded[block.start : block.end], lexicon)
            signature = signed.get(block.start)
            if signature:
                names = plain_name(text[block.start : block.end], folded[block.start : block.end], words_of(lexicon))
            office = signature.office if signature else None
            yield Byline(index, names, is_labelled, is_signature=signature is not None, office=office)


def _rows(text: str, block: Block) -> Iterator[Stretch]:
    """The lines of a table, which are its sentences."""
    start = block.start
    for raw in text[block.start : block.end].split("\n"):
        body = raw.strip()
        if body:
            begin = start + raw.index(body)
            yield begin, begin + len(body)
        start += len(raw) + 1
