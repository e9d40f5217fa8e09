r"""Every record type of vkstats: one frozen, slotted type for each stage of knowledge.

Offsets count Unicode code points in `Article.text` (NFC, line ends as `\n`), end exclusive.
Numbers are exact (`Decimal`). This module imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

# --- the text side ---------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a stretch of lines is for in the layout of a report or article."""

    TITLE = "title"
    PUBLISHED = "published"  # a publication line: `15:20, Thứ Ba, 16/07/2019 (GMT+7)`
    HEADING = "heading"  # `I. TÌNH HÌNH TỘI PHẠM`, `1/ Về án hình sự`
    PARAGRAPH = "paragraph"
    ITEM = "item"  # a list item: `- …`, `+ …`, `* …`, `a) …`, `1.1. …`
    CAPTION = "caption"  # `Đ/c X – Viện trưởng phát biểu …`, `Ảnh: …`
    BYLINE = "byline"  # the author's line: `X - VKSND huyện Y`, `Tin, ảnh: X`
    BOILERPLATE = "boilerplate"  # `Nơi nhận:`, motto, visit counters: no figures here
    TABLE = "table"  # rows of cells, flattened to lines
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one purpose; `body` is where it starts after a list marker.

    `level` is the nesting depth of a heading or item (1 = outermost), 0 elsewhere.
    """

    kind: BlockKind
    start: int
    end: int
    body: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document says of itself: headline, time of publication, author, agency, period."""

    title: str | None = None
    published: str | None = None  # ISO 8601 date or date-time
    author: str | None = None
    agency: str | None = None
    period: str | None = None  # ISO interval


Stretch = tuple[int, int]  # start and end


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of cells, all of one width, the first `head` of them known to be its head (0: not told).

    A merged cell is the same stretch at every place that it covers; a stretch without length is an empty cell.
    `source` says where the cells come from: `format`, or how they were put together from lines. `left` is how many
    lines of the stretch this reading leaves without a cell. `wrapped` has the words of the cells whose words stand in
    several lines, each with its stretch in the first of them.
    """

    rows: tuple[tuple[Stretch, ...], ...]
    head: int = 0
    source: str = "format"
    left: int = 0
    wrapped: tuple[tuple[Stretch, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A stretch of text that is a table: one reading of its cells where the format gives them, else the rivals.

    `block` is the index of its block in `Article.blocks`. Without readings, its lines are a table that nobody can
    put together.
    """

    start: int
    end: int
    readings: tuple[Grid, ...]
    block: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    r"""What a reader yields: where the text came from, and the text as it was decoded.

    `layout` are the blocks that the format itself tells, in order and apart from each other; with them every line
    of the text is a whole one, and the text is NFC with line ends as ``\n``, so that their offsets hold. What the
    layout leaves out, or calls a paragraph, is told by its words. `tables` are the tables of the layout, in order.
    `said` is what the format says beside the text.
    """

    source: str
    text: str
    format: str = "text"
    encoding: str | None = None
    layout: tuple[Block, ...] = ()
    said: Frame = Frame()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block; `block` is the index of its block in `Article.blocks`."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Byline:
    """The line of an author: the index of its block, and the `names` in it, empty where they are not written so.

    It is labelled where it says what they did (`Tác giả:`). A signature is the name under an office (`VIỆN TRƯỞNG`,
    `(Đã ký)`), not an author's; `office` is where that stands, the lowest line of it.
    """

    block: int
    names: str
    is_labelled: bool = False
    is_signature: bool = False
    office: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of an official document says; empty where the text has none.

    `bodies` are those over it, the highest first, each the stretches of its name; `subject` those of what the
    document is and is about: `BÁO CÁO` and its subject, or what stands behind `V/v`.
    """

    bodies: tuple[tuple[Stretch, ...], ...] = ()
    subject: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A document's text made ready for the lexicon.

    `text` is what offsets point into. `folded` has the same length, code point for code point: lower
    case, one placement of tone marks (`hoà` → `hòa`), one spelling of i/y (`tỉ` → `tỷ`), plain spaces,
    `-` for dashes, and a space for a line break inside a block, but not inside a table.
    """

    source: str
    text: str
    folded: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    bylines: tuple[Byline, ...] = ()
    said: Frame = Frame()
    letterhead: Letterhead = Letterhead()


# --- what the pattern language works on --------------------------------------------------------


class NameKind(StrEnum):
    """What a name is of."""

    ORGANISATION = "organisation-name"
    PERSON = "person-name"
    PLACE = "place-name"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in the text."""

    start: int
    end: int
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Token:
    """A typed stretch of a sentence: each kind that its words may be, and what they mean as that kind."""

    kinds: Mapping[str, object]
    start: int
    end: int


# --- what is put out -----------------------------------------------------------------------------


class Kind(StrEnum):
    """What sort of number a figure is."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    RATIO = "ratio"
    DURATION = "duration"


class Modality(StrEnum):
    """How exactly the text states the value."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Role(StrEnum):
    """What the figure says: a level, a change, a share, an earlier level or a target."""

    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    BASELINE = "baseline"
    TARGET = "target"


class Direction(StrEnum):
    """Where a change goes."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class Relation(StrEnum):
    """How a figure qualifies its parent."""

    PART_OF = "part_of"
    CHANGE_OF = "change_of"
    SHARE_OF = "share_of"
    BASELINE_OF = "baseline_of"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number joined with its unit: normalised, but not yet said what it states.

    `start:end` is the number with its scale words and the unit that follows it; `number_end` is where the
    number alone ends. `unit` is canonical, None where no known unit stands beside the number.
    """

    start: int
    end: int
    number_end: int
    kind: Kind | None  # None: a bare number
    value: Decimal
    max: Decimal | None = None
    of: Decimal | None = None
    unit: str | None = None
    modality: Modality = Modality.EXACT
    spelled: bool = False  # written in words
    doubt: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that states a statistic, normalised and linked. Fields in the order of the CSV.

    `period` and `baseline` are ISO 8601 intervals `start/end` with inclusive ends (one end may be
    empty); a baseline that cannot be resolved is the phrase of the text.
    """

    id: int
    text: str
    start: int
    end: int
    kind: Kind
    value: Decimal
    max: Decimal | None
    of: Decimal | None
    unit: str
    item: str
    action: str | None
    indicator: str
    modality: Modality
    role: Role
    direction: Direction | None
    baseline: str | None
    relation: Relation | None
    parent: int | None
    period: str | None
    sentence: str
    rule: str
    category: str | None = None  # what sets a part apart from its whole: `nữ`, the row of a table
    scale: Decimal = Decimal(1)  # what the written number was multiplied with because a head said so
    body: str | None = None  # whose figure it is, and where: what its sentence names, else the document
    place: str | None = None
    doubt: tuple[str, ...] = ()  # the fields whose reading had a close rival or little to rest on


@dataclass(frozen=True, slots=True)
class Person:
    """A named person with the fullest role that the document says of them.

    `start:end` is where the name stands first, `mentions` where it stands at all, short forms included.
    """

    name: str
    role: str | None
    organisation: str | None
    start: int
    end: int
    text: str
    mentions: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: `name` is the full, expanded form, `mentions` are all places where it is named."""

    name: str
    text: str
    start: int
    end: int
    mentions: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit of Vietnam, at its first mention; `name` has its level: `huyện Đông Hưng`.

    The fields from `official` to `present` hold what is true of every unit that the mention may mean, None where
    those differ or none is known: so a name of several units has no `code`. `valid_from` and `valid_until` are the
    ISO days of the unit as it was, None also where the tables do not know them. `ambiguous` is the number of units
    that fit where the text does not say which, None where it does or none fits; 1 is a commune whose name no other
    has, in a text that names nothing it lies in. `candidates` are their codes, each with its days where those are
    known: `33[../2025-06-30] 33[2025-07-01/..]`.
    """

    name: str
    text: str
    start: int
    end: int
    official: str | None = None  # with all that it lies in: `Huyện Đông Hưng, Tỉnh Thái Bình`
    code: str | None = None  # of the General Statistics Office; with the days it tells one unit from all others
    level: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    present: str | None = None  # the units of today with their codes: `Tỉnh Hưng Yên (33)`
    ambiguous: int | None = None
    candidates: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period as the text says it; ISO 8601 throughout, intervals `start/end` with inclusive ends.

    `known` is what its words alone say (a part that is left out stays so: `--07-20`), `value` what they mean in the
    document; `inferred` tells what came from the document: its `year`, or its `period` (`cùng kỳ năm trước`).
    """

    name: str  # `value`, else `known`, else the words
    text: str
    start: int
    end: int
    kind: str
    known: str | None
    value: str | None
    inferred: str | None


class CitationKind(StrEnum):
    """What is cited."""

    DOCUMENT = "document"  # `Nghị quyết số 96/2019/QH14`, `Luật Đất đai`
    ARTICLE = "article"  # `điểm b khoản 1 Điều 173 Bộ luật Hình sự`
    OFFENCE = "offence"  # `tội Trộm cắp tài sản`


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal document, an article of one, or an offence of the Penal Code.

    Of an article, `type`, `number`, `year`, `issuer` and `date` are those of its `law`. `clause` and `point` may be
    lists (`1, 2`), all four levels ranges (`5-7`). An article of the Penal Code has its `offence`, and an offence the
    `article` and `law` that it stands in.
    """

    name: str
    text: str
    start: int
    end: int
    kind: CitationKind
    type: str | None = None  # `Nghị quyết`
    number: str | None = None  # `96/2019/QH14`
    year: int | None = None
    issuer: str | None = None  # several: `Bộ Công an; Bộ Tư pháp`
    date: str | None = None  # ISO 8601
    chapter: str | None = None
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    law: str | None = None  # `Bộ luật Hình sự năm 2015`
    offence: str | None = None  # `Trộm cắp tài sản`


class Sureness(StrEnum):
    """How sure a field of the frame is, by what says it."""

    TOLD = "told"  # a place that is for it: letterhead, publication line, byline with its label
    SHOWN = "shown"  # how the text is laid out: a headline, a name at the end
    INFERRED = "inferred"  # running text alone


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table that is put out; without words it is empty. A merged cell stands at every place it covers."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRecord:
    """A table as a grid of cells, in rows of one width.

    `source` says where its cells come from: `format`, `marks` (tabs, bars), `rows` (a row a line), `cells` (a cell a
    line). `proof` names what confirms that reading, with spaces between: `format`, `sum` (a total is the sum of its
    parts), `comparison` (a column is the difference or quotient of two others), `labels`.
    """

    caption: str | None
    start: int
    end: int
    header: tuple[tuple[GridCell, ...], ...]
    rows: tuple[tuple[GridCell, ...], ...]
    source: str
    proof: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the document that say a field of its frame; `field` is the field's name in `Frame`."""

    field: str
    text: str
    start: int
    end: int
    sureness: Sureness


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that could not be read or resolved; `details` fill the message of `code`.

    The message is the key `warning.<code>` of the message catalogue, in the language of the reader.
    """

    code: str
    start: int
    end: int
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """All that was found in one document."""

    doc: str
    frame: Frame
    text: str
    figures: tuple[Figure, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[DateMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    tables: tuple[TableRecord, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[Warning, ...] = field(default=())
    format: str = "text"  # of what was read, and the encoding of its text where that had to be told
    encoding: str | None = None
