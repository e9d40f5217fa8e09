"""A document's text made ready for the lexicon: normalised, folded, cut into blocks and sentences.

Every offset points into the NFC text that is put out; `folded` keeps the length of the text, code
point for code point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from vkstats import grid
from vkstats.model import Article, Block, BlockKind, Document, Sentence, Table

# Old placement of the tone mark (hoà, thuý) → the placement of the 2018 textbooks (hòa, thúy); after `q`
# the u belongs to the consonant (quý) and nothing moves. Same length after NFC.
_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
# Whole words whose i/y spelling varies between houses (QĐ 240/QĐ 1984 against common usage).
_SPELLINGS = {
    "tỉ": "tỷ", "kì": "kỳ", "kỉ": "kỷ", "lí": "lý", "quí": "quý", "mĩ": "mỹ", "kĩ": "kỹ", "hi": "hy",
}  # fmt: skip
_SPELLING = re.compile(r"(?:(?<!\w)(?:[klq]u?[ìỉí]|[mk]ĩ|hi)|(?<![^\W\d_])tỉ)(?!\w)")
# One code point for one code point: spaces, dashes, quotes, the Icelandic eth of old pages.
_CHARACTERS = {
    **dict.fromkeys("\t\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
    **dict.fromkeys("\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff", " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d", "-"),
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    "ð": "đ",
    "\u2044": "/",
    "\u2215": "/",
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff1a": ":",
    "\uff1b": ";",
    "\uff05": "%",
    "\uff08": "(",
    "\uff09": ")",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
# `re` scans for a rare character several times as fast as `str.translate` looks up every one.
_CHARACTER = re.compile("[" + re.escape("".join(_CHARACTERS)) + "]")


def normalise(text: str) -> str:
    r"""NFC, line ends as ``\n``; nothing else changes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


@cache
def _lower_character(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def fold(text: str) -> str:
    """The NFC `text` in the form that the lexicon is written in, of the same length.

    Lower case, one tone-mark placement, one i/y spelling, plain spaces, dashes and quotes. Line ends
    stay; the caller decides which of them are spaces.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # e.g. `İ` becomes two code points
        lowered = "".join(map(_lower_character, text))
    lowered = _CHARACTER.sub(lambda match: _CHARACTERS[match.group()], lowered)
    lowered = _TONE.sub(lambda match: _TONES[match.group()], lowered)
    return _SPELLING.sub(lambda match: _SPELLINGS.get(match.group(), match.group()), lowered)


def prepare(document: Document) -> Article:
    """The document normalised, folded, and cut into blocks and sentences. Raises nothing, on any string."""
    text = normalise(document.text)
    folded = fold(text)
    lines = _lines(text, folded)
    grids = grid.find(lines, text)
    running = _without(grids, lines)
    told = document.layout
    running = _laid_out(running, told) if told else _unwrapped(running, text, folded)
    blocks = _levelled(_joined(_classified(running, has_table=bool(grids))), text)
    blocks = _with_tables(blocks, grids, lines)
    sentences: list[Sentence] = []
    pieces: list[str] = []
    at = 0
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.TABLE:
            sentences += (Sentence(start, end, index) for start, end in _line_spans(text, block))
            continue
        pieces += folded[at : block.start], folded[block.start : block.end].replace("\n", " ")
        at = block.end
        sentences += (Sentence(start, end, index) for start, end in _sentence_spans(text, folded, block))
    pieces.append(folded[at:])
    tables = _tables(blocks, grids)
    return Article(document.source, text, "".join(pieces), blocks, tuple(sentences), tables, document.said)


def is_signature(article: Article, index: int) -> bool:
    """Whether the byline at `index` is the name under an office (`VIỆN TRƯỞNG`, `(Đã ký)`), not an author's."""
    above = article.blocks[index - 1] if index else None
    return above is not None and above.kind is BlockKind.BOILERPLATE


# --- lines ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _TextLine:
    """A line that is not blank, without the space around it: `kind` is settled step by step.

    Lines that were one before they were wrapped become one again, with spaces for the breaks.
    """

    start: int
    end: int
    text: str
    folded: str
    indent: int
    after_blank: bool
    body: int = 0  # offset of the text after a list marker, from the start of the line
    kind: BlockKind = BlockKind.PARAGRAPH
    told: bool = False  # the format itself tells what it is for; its words do not count

    @property
    def extent(self) -> int:
        """The column where the line ends."""
        return self.indent + len(self.text)

    @property
    def ended(self) -> bool:
        """Whether a mark at its end closes the line."""
        return self.text.endswith(_FINAL)


# Spaces, and what `fold` makes a space or a reader cannot see; never the newline.
_SPACE = (
    " \t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_FINAL = (".", "!", "?", "…", ":", ";")


def _lines(text: str, folded: str) -> list[_TextLine]:
    lines = []
    start = 0
    after_blank = False
    for raw in text.split("\n"):
        body = raw.lstrip()
        indent = len(raw) - len(body)
        body = body.rstrip()
        if body:
            begin = start + indent
            end = begin + len(body)
            lines.append(_look(_TextLine(begin, end, body, folded[begin:end], indent, after_blank)))
        after_blank = not body
        start += len(raw) + 1
    return lines


# --- tables ----------------------------------------------------------------------------------------


def _without(grids: Sequence[grid.Grid], lines: list[_TextLine]) -> list[_TextLine]:
    """The lines that stand in no table; what follows a table does not go on with what is above it."""
    running, at = [], 0
    for found in grids:
        running += lines[at : found.first]
        at = found.last
        if at < len(lines):
            lines[at].after_blank = True
    return [*running, *lines[at:]]


def _with_tables(
    blocks: tuple[Block, ...], grids: Sequence[grid.Grid], lines: Sequence[_TextLine]
) -> tuple[Block, ...]:
    tables = (
        Block(BlockKind.TABLE, lines[found.first].start, lines[found.last - 1].end, lines[found.first].start)
        for found in grids
    )
    return tuple(sorted([*blocks, *tables], key=lambda block: block.start)) if grids else blocks


def _tables(blocks: Sequence[Block], grids: Sequence[grid.Grid]) -> tuple[Table, ...]:
    places = (index for index, block in enumerate(blocks) if block.kind is BlockKind.TABLE)
    return tuple(
        Table(blocks[index].start, blocks[index].end, index, found.header, found.rows)
        for index, found in zip(places, grids, strict=True)
    )


def _line_spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The lines of a table, which are its sentences."""
    start = block.start
    for raw in text[block.start : block.end].split("\n"):
        body = raw.strip()
        if body:
            begin = start + raw.index(body)
            yield begin, begin + len(body)
        start += len(raw) + 1


# --- lines of a format that has a layout of its own ----------------------------------------------------

_UNTOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.TABLE})  # the words, and the cells, tell more


def _laid_out(lines: list[_TextLine], layout: Sequence[Block]) -> list[_TextLine]:
    """The lines, each with the kind that the block of the layout it stands in tells, if it does."""
    at = 0
    for line in lines:
        while at < len(layout) and layout[at].end <= line.start:
            at += 1
        if at == len(layout):
            break
        block = layout[at]
        if block.start <= line.start and block.kind not in _UNTOLD:
            line.kind, line.told = block.kind, True
            if block.kind not in {BlockKind.HEADING, BlockKind.ITEM}:
                line.body = 0
    return lines


# --- lines that were wrapped by hand ----------------------------------------------------------------

_WIDEST = 130  # no one wraps wider, and a paragraph a line is wider
_RAGGED = 0.85  # where words of a proportional font were counted: how much of the width every line fills
_SHORT = 30  # a line below this may be an entry of its own, whatever follows
_CELLS = re.compile(r"\t| {3}|\|")
# `(9,1%) so với năm 2019`: after the bracket the sentence goes on; not `(CTO) - Chợ …`, `(Đã ký)`
_BRACKET_INSIDE = re.compile(r"\([^()]*\)(?:[,;.]| (?P<next>[^\W\d_]))")
# No sentence goes on with one of these in a capital, or with a whole line in brackets.
_OPENING = re.compile(
    r"(?:Năm|Trong|Ngày|Sáng|Trưa|Chiều|Tối|Theo|Từ|Tại|Đến|Qua|Sau|Trước|Khi|Với|Để|Nhằm|Nhờ|Do|Vì|Về|Và|Có"
    r"|Các|Những|Thực hiện|Vừa qua|Hiện nay|Tính đến|Bên cạnh|Ngoài ra)\b|\([^\W\d_a-zà-ỹđ][^()]*\)$"
)
_COUNTED = re.compile(r"\d[\d.,/]*(?: [^\W\d_]| ?%).*(?:[,;] |[.;]$)")  # `35 vụ, 52 bị can`, no headline
_DAY_INSIDE = re.compile(r"\d{1,2}\.\d{1,2} ")  # `15.3 đến 15.6`, which looks like a marker
# A line that ends with one of these goes on in the next.
_OPEN_ENDS = frozenset(
    {"và", "của", "về", "các", "những", "với", "cho", "theo", "tại", "trong"}
    | {"từ", "đến", "là", "có", "được", "bị", "để", "do", "số"}
)


def _unwrapped(lines: list[_TextLine], text: str, folded: str) -> list[_TextLine]:
    """The lines as they were before somebody wrapped them to a width."""
    width = _width(lines)
    wholes: list[list[_TextLine]] = []
    for line in lines:
        if wholes and _continues(wholes[-1][0], wholes[-1][-1], line, width):
            wholes[-1].append(line)
        else:
            wholes.append([line])
    return [_whole(parts, text, folded) for parts in wholes]


def _whole(parts: list[_TextLine], text: str, folded: str) -> _TextLine:
    first, start, end = parts[0], parts[0].start, parts[-1].end
    if len(parts) == 1:
        return first
    flat, flat_folded = (full[start:end].replace("\n", " ") for full in (text, folded))
    return _look(_TextLine(start, end, flat, flat_folded, first.indent, first.after_blank))


def _width(lines: list[_TextLine]) -> float:
    """The column that the text was wrapped at by hand; 0 where it was not.

    Wrapped lines are filled: the first word of the next has no room on them. What is looked at are the
    lines that surely go on, as the next begins with a small letter.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if not (below.after_blank or below.body)]
    broken = [(above, below) for above, below in pairs if below.text[0].islower() and not above.ended]
    if len(broken) < 2 or len(broken) < len(pairs) / 4:
        return 0
    usual = sorted(above.extent for above, _ in broken)[len(broken) // 2]
    if not _SHORT <= usual <= _WIDEST:
        return 0
    longest = max(above.extent for above, _ in pairs if above.extent * _RAGGED <= usual)
    for width in (longest, longest * _RAGGED):
        if sum(_fills(above, below, width) for above, below in broken) >= 0.9 * len(broken):
            return width
    return 0


def _fills(above: _TextLine, below: _TextLine, width: float) -> bool:
    """Whether the first word of `below` has no room on `above`."""
    return above.extent + 1 + len(below.text.split(None, 1)[0]) > width


def _continues(first: _TextLine, above: _TextLine, below: _TextLine, width: float) -> bool:
    """Whether `below` is the rest of the line that begins with `first` and was wrapped after `above`."""
    if below.after_blank:
        return False
    filled = width >= above.extent * _RAGGED and _fills(above, below, width)  # a longer line is not wrapped
    shouted = first.kind is BlockKind.HEADING and not first.body
    if below.body:
        goes_on = filled and not above.ended and first.text[0] != below.text[0] and _is_inside(below)
    elif shouted or (below.kind is BlockKind.HEADING and " " in below.text[:_SHORT]):
        goes_on = shouted and below.text.isupper() and not above.ended and (filled or _is_open(above))
    elif filled and above.ended:
        goes_on = not (_is_name_like(below.text) or below.indent > above.indent)
    elif filled:
        goes_on = not _OPENING.match(below.text)
    else:
        goes_on = below.kind is BlockKind.PARAGRAPH and _runs_on(first, above, below)
    return goes_on and not (_stands_alone(above) or _stands_alone(below) or (above.ended and _is_credit(below)))


def _stands_alone(line: _TextLine) -> bool:
    """Whether the line is never part of a paragraph: a row of a table, a letterhead, a publication stamp."""
    return (
        line.kind is BlockKind.BOILERPLATE
        or _CELLS.search(line.text) is not None
        or _stamp(line.folded)[0] == len(line.folded)
        or _pattern("place and day").fullmatch(line.folded) is not None
    )


def _is_credit(line: _TextLine) -> bool:
    return len(line.text) <= 120 and _CREDIT.match(line.folded) is not None


def _is_inside(line: _TextLine) -> bool:
    """Whether what looks like a list marker may stand inside a sentence: `- Viện trưởng`, `15.3 đến …`."""
    return line.text[0] in "-–" or bool(_DAY_INSIDE.match(line.text) and line.text[line.body].islower())


def _is_open(line: _TextLine) -> bool:
    """Whether the line ends where no sentence can."""
    return (
        line.text.endswith(("-", "–", ",", "TP.", "TX.", "Q.", "Đ/c"))
        or line.folded[line.folded.rfind(" ") + 1 :] in _OPEN_ENDS
    )


def _runs_on(first: _TextLine, above: _TextLine, below: _TextLine) -> bool:
    """Whether the words alone show that the sentence goes on: an open end, a start that cannot be one."""
    initial = below.text[0]
    if initial == "(":
        bracket = _BRACKET_INSIDE.match(below.text)
        return bracket is not None and not above.ended and (bracket["next"] or "").lower() == (bracket["next"] or "")
    if _is_open(above):
        return True
    if above.ended:
        return False
    if below.indent >= 10:
        return True
    if initial.islower() and len(above.text) >= _SHORT:
        return True
    if not _fills(above, below, below.extent):  # what was wrapped is no wider than the line above
        return False
    if initial.islower():
        return first.text[0].isupper() and above.text.count(" ") >= 3 and ":" not in above.text + below.text
    return len(above.text) >= _SHORT and _COUNTED.match(below.folded) is not None


# --- what a line is for ----------------------------------------------------------------------------

_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_DAY = r"(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}|\d{4}-\d{2}-\d{2}|(?:ngày )?\d{1,2} tháng \d{1,2},? (?:năm )?\d{4})"
_CLOCK = r"\d{1,2} ?[:h] ?\d{2}(?: ?: ?\d{2})?(?: ?[ap]m\b)?"
_LABEL = r"(?:(?:ngày )?(?:đăng|cập nhật|xuất bản)(?: ngày| lúc)?|thời gian(?: đăng)?|ngày|lúc) ?:?"
_VIEWS = r"(?:lượt xem|lượt truy cập|số lượt xem|số lần đọc|lượt đọc) ?:? ?[\d.,]+"
_ZONE = r"\(? ?gmt ?[+-] ?\d{1,2}(?::\d{2})? ?\)?"
_GAP = r"[ ,|()-]*+"


@cache
def _stamp_part() -> re.Pattern[str]:
    """One part of a publication stamp on a folded line, with the marks behind it."""
    kinds = {"day": _DAY, "clock": _CLOCK, "weekday": _WEEKDAY, "zone": _ZONE, "views": _VIEWS, "label": _LABEL}
    return re.compile("(?:" + "|".join(f"(?P<{kind}>{part})" for kind, part in kinds.items()) + f"){_GAP}")


def _stamp(folded: str) -> tuple[int, frozenset[str]]:
    """Where the publication stamp at the start of a line ends, and the kinds of its parts, each taken once."""
    kinds: set[str] = set()
    at = 1 if folded.startswith("(") else 0
    while match := _stamp_part().match(folded, at):
        kind = match.lastgroup or ""
        if kind in kinds or (kind == "label" and "day" in kinds):
            break
        kinds.add(kind)
        at = match.end()
    return at, frozenset(kinds)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])


_PATTERNS = {
    "place and day": r"[^\W\d][\w .'-]{1,40}, ?ngày \d{1,2} tháng \d{1,2} năm \d{4}",
    # Bullets; numbers `1.`, `1/`, `1.1.`, `1.1`, `(1)`; letters `a)`, `a.`; a minus before a digit is no bullet.
    "marker": r"(?:[-+*](?!\d)|[•●○▪■□♦➢➤✓·]|\((?:\d{1,2}|[a-zđ])\)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?(?= )|\d{1,2}[.)/](?= |[^\W\d])"
    r"|[a-zđ]\)(?= |\w)|[a-zđ][./](?= )|(?:x{0,3}(?:ix|iv|v?i{0,3}))(?<=[ivx])[./)](?= |[^\W\d])"
    r"|(?:phần|chương|mục) (?:thứ \w+|[ivx]+|\d+)\b[.:]?)[ .]*",
    "boilerplate": r"(?:nơi nhận ?:|cộng hòa xã hội chủ nghĩa việt nam|độc lập ?- ?tự do ?- ?hạnh phúc"
    rf"|số ?: ?\S*/|\(?đã ký\)?$|{_VIEWS}|tiếng việt ?\||in bài viết|gửi bài viết|chia sẻ ?:|từ khóa ?:|tags? ?:"
    r"|\(?(?:đơn vị tính|đvt|đv tính|đơn vị(?= ?: ?\d)) ?:"
    r"|(?:kt|tm|tl|tuq|q)\. ?\w)",
    # the line over a signature: `VIỆN TRƯỞNG`, `PHÓ CHỦ TỊCH`
    "office": r"(?:\w+ ){0,3}(?:trưởng|chủ tịch|chánh án|giám đốc|bí thư)$",
    "form": r"(?:báo cáo|kết luận|quyết định|thông báo|kế hoạch|tờ trình|nghị quyết|chỉ thị|công văn|kiến nghị"
    r"|kháng nghị|thông cáo|hướng dẫn|biên bản|đề án|chương trình|cáo trạng|bản án)"
    r"(?: (?:tóm tắt|tổng kết|sơ kết|báo chí|kiểm tra|thanh tra|chuyên đề|giám sát))?$",
    "caption start": r"(?:\(?(?:ảnh|hình|hình ảnh|ảnh minh họa|nguồn ảnh)(?: \d+)? ?[:.)])",
    "caption end": r"(?:\bảnh(?: tư liệu| minh họa)? ?: ?[^.]*(?:\.[^. ]*)*\)?\.?|ảnh (?:minh họa|tư liệu) ?\)?\.?)$",
    "scene": r"(?:(?:đ/c|đồng chí|các đồng chí|ông|bà|anh|chị|lãnh đạo|đại biểu|các đại biểu|đại diện|quang cảnh"
    r"|toàn cảnh|kiểm sát viên) )|.* (?:phát biểu|chủ trì|trao|tại buổi|tại hội nghị|tại phiên)\b",
    "source": r"\(?(?:nguồn|theo)(?: ?: ?| )(?=\S)",
}


def _look(line: _TextLine) -> _TextLine:
    """The line with the kind and the body that its own words show."""
    mark = _pattern("marker").match(line.folded)
    if mark and mark.end() < len(line.text):
        line.body = mark.end()
    if _pattern("boilerplate").match(line.folded) or not any(map(str.isalnum, line.text)):
        line.kind, line.body = BlockKind.BOILERPLATE, 0
    else:
        line.kind = _line_kind(line)
    return line


def _classified(lines: list[_TextLine], *, has_table: bool) -> list[_TextLine]:
    """The lines with the kinds that their neighbours show; a headline may stand over a table alone."""
    if not any(line.kind is BlockKind.PUBLISHED for line in lines):
        lines = _published(lines)
    in_recipients = False
    for line in lines:
        if line.told or line.kind is BlockKind.PUBLISHED:
            continue
        if line.kind is BlockKind.BOILERPLATE and not _pattern("office").match(line.folded):
            in_recipients = line.folded.startswith("nơi nhận")
        elif in_recipients and _pattern("marker").match(line.folded):
            line.kind = BlockKind.BOILERPLATE
        else:
            in_recipients = False
    for above, below in pairwise(lines):  # a caption is often repeated as the picture's title
        if above.folded == below.folded and len(above.text) > 20 and not (above.told or below.told):
            above.kind = below.kind = BlockKind.CAPTION
    if not any(line.kind is BlockKind.TITLE for line in lines):
        _title(lines, fewest=1 if has_table else 2)
    if not any(line.kind is BlockKind.BYLINE for line in lines):
        _bylines(lines)
    return lines


def _line_kind(line: _TextLine) -> BlockKind:
    text, folded = line.text, line.folded
    if line.body:
        bullet = not folded[0].isalnum() and folded[0] != "("
        lettered = folded[1] in ")/." and not text[0].isupper() and not text[0].isdigit()
        short = len(text) - line.body <= 120 and not text.endswith((".", ";", ","))
        numbers = re.sub(r"(?:năm|tháng|quý|ngày) [\d/.-]+", "", folded[line.body :])
        shouted = text[line.body :].isupper() and len(text) <= 160
        if not bullet and (shouted or (not lettered and short and not any(map(str.isdigit, numbers)))):
            return BlockKind.HEADING
        return BlockKind.ITEM
    if len(text) <= 160 and text.isupper() and " " in text:
        return BlockKind.BOILERPLATE if _pattern("office").match(folded) else BlockKind.HEADING
    if len(text) <= 300:
        if _pattern("caption start").match(folded) or (
            "ảnh" in folded[-80:] and _pattern("caption end").search(folded)
        ):
            return BlockKind.CAPTION
        if (
            len(text) <= 200
            and (text[-1].isalnum() or text[-1] == ")")
            and text.count(" ") >= 4
            and _pattern("scene").match(folded)
        ):
            return BlockKind.CAPTION
    return BlockKind.PARAGRAPH


def _cut(line: _TextLine, start: int, end: int) -> _TextLine:
    """A piece of a line as a line of its own."""
    text, folded = line.text[start:end], line.folded[start:end]
    return _look(_TextLine(line.start + start, line.start + end, text, folded, 0, line.after_blank or start > 0))


def _published(lines: list[_TextLine]) -> list[_TextLine]:
    """Find the publication stamp among the first lines; a stamp in front of running text is cut off it."""
    for index, line in enumerate(lines[:12]):
        if line.told:
            continue
        end, kinds = _stamp(line.folded)
        if "day" not in kinds:
            if _pattern("place and day").fullmatch(line.folded):
                line.kind = BlockKind.PUBLISHED
            continue
        if end == len(line.folded):
            line.kind = BlockKind.PUBLISHED
            return lines
        if "clock" in kinds and (line.text[end].isupper() or line.text[end] in '("“'):
            if line.text[end - 1] == "(":
                end -= 1
            head = _cut(line, 0, len(line.text[:end].rstrip(_SPACE + ",|-–(")))
            head.kind = BlockKind.PUBLISHED
            return [*lines[:index], head, _cut(line, end, len(line.text)), *lines[index + 1 :]]
    return lines


def _title(lines: list[_TextLine], fewest: int) -> None:
    """The headline: the first of `fewest` lines or more of running text, or those from `BÁO CÁO` on."""
    head = [line for line in lines[:15] if line.kind is not BlockKind.PUBLISHED and not line.told]
    form = next((index for index, line in enumerate(head) if _pattern("form").match(line.folded)), None)
    if form is not None and len(head) > form + 1 and all(len(line.text) <= 120 for line in head[:form]):
        for line in head[:form]:
            line.kind = BlockKind.BOILERPLATE
        head[form].kind = BlockKind.TITLE
        below = head[form + 1]
        if not (below.body or below.text[0] == "(" or below.text.endswith((*_FINAL, ",")) or len(below.text) > 250):
            below.kind = BlockKind.TITLE
        return
    head = [line for line in head if line.kind is not BlockKind.BOILERPLATE]
    if len(head) < fewest or head[0].kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION}:
        return
    first = head[0]
    if (
        len(first.text) <= 300
        and not first.text.endswith((".", ",", ";", ":"))
        and (not first.body or first.folded[0].isdigit())
    ):
        first.kind, first.body = BlockKind.TITLE, 0


_TITLES = frozenset({"Ông", "Bà", "Chị", "Cô", "Cụ", "Em"})


def _is_name_like(text: str) -> bool:
    """`Trần Phương`, `NGUYỄN CHƠN`, `T.H.L`, `Hữu Công - Hoàng Trường`, `Ngọc Ánh (Theo Reuters)`."""
    text = re.sub(r"\s*\([^()]*\)$", "", text.rstrip(". "))
    if not 2 <= len(text) <= 60:
        return False
    for name in re.split(r" ?[-–,&/] ?| và ", text):
        words = name.replace(".", ". ").split()
        if not 1 <= len(words) <= 6 or not all(
            word[0].isupper() and word.rstrip(".").replace("'", "").isalpha() for word in words
        ):
            return False
        if len(words) == 1 and len(words[0]) == 1:
            return False
        if words[0] in _TITLES or (words[0] == "Anh" and len(words) > 2):  # a caption: `Bà Lê Thị Xuân`
            return False
    return len(text.split()) > 1 or "." in text


def _bylines(lines: list[_TextLine]) -> None:
    """The author's line among the last lines of the text, before the captions that news sites put last."""
    seen = 0
    for index in range(len(lines) - 1, max(len(lines) // 2 - 1, 0), -1):
        line = lines[index]
        if line.kind in {BlockKind.BOILERPLATE, BlockKind.TITLE}:
            continue
        seen += 1
        if seen > _BYLINE_DEPTH:
            return
        if len(line.text) <= 120 and not (line.body or line.told) and _is_byline(lines, index):
            line.kind = BlockKind.BYLINE
    authors = [index for index, line in enumerate(lines) if line.kind is BlockKind.BYLINE]
    if authors:
        for line in lines[authors[-1] + 1 :]:
            if line.kind is BlockKind.PARAGRAPH and len(line.text) <= 300 and not line.told:
                line.kind = BlockKind.CAPTION


def _is_byline(lines: list[_TextLine], index: int) -> bool:
    line = lines[index]
    ends_text = index + 1 == len(lines)
    last = ends_text or lines[index + 1].after_blank or lines[index + 1].kind in {BlockKind.BYLINE, BlockKind.CAPTION}
    if _pattern("source").match(line.folded):
        return last and len(line.text) <= 60 and not line.text.endswith(_FINAL)
    names, is_credit = byline_names(line.text, line.folded)
    if not names or (line.text.endswith(_FINAL) and not _is_name_like(line.text)):
        return False
    above = lines[index - 1]
    ended = above.text.endswith((*_FINAL, '"', "”", ")")) or above.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}
    return is_credit or (last and (ended or ends_text))


_BYLINE_DEPTH = 10  # lines from the end that may be captions below the author's
_CREDIT = re.compile(
    r"\(?(?:(?:nhóm )?(?:phóng viên|pv|ctv|tác giả|người viết|thực hiện|biên tập|biên dịch|tổng hợp|sưu tầm"
    r"|tin|bài|ảnh|clip|video)(?: viết)?(?:(?: ?[,&/:.-] ?| và | )(?=\S)))+"
)
# `X - VKSND huyện Y`: the office begins with one of these, or is a long phrase.
_OFFICE = re.compile(
    r" ?[-–] ?(?=(?:VKS|Viện|TAND|T[òo]a|Công an|CA\b|P\d|Ph[òo]ng|Theo|Chi cục|Cục|Văn phòng|Ban|Sở|Trường|Báo|UBND))"
    r"| ?[-–] ?(?=\S{3,} \S+ \S+ \S+)| ?\("
)


def byline_names(text: str, folded: str) -> tuple[str, bool]:
    """The names in an author's line, without credit (`Tin, ảnh:`), office and source, and whether it has a credit.

    Empty where what is left is not written like names.
    """
    credit = _CREDIT.match(folded)
    named = text[credit.end() :] if credit else text
    names = _OFFICE.split(named)[0].strip(" .,;-–")
    return (names, credit is not None) if _is_name_like(names) else ("", False)


# --- blocks ----------------------------------------------------------------------------------------


def _joined(lines: list[_TextLine]) -> list[Block]:
    """The blocks: a line each, but a title in two lines (`BÁO CÁO`, then what about) is one."""
    blocks: list[Block] = []
    for line in lines:
        if blocks and line.kind is blocks[-1].kind is BlockKind.TITLE:
            blocks[-1] = replace(blocks[-1], end=line.end)
        else:
            blocks.append(Block(line.kind, line.start, line.end, line.start + line.body))
    return blocks


def _levelled(blocks: list[Block], text: str) -> tuple[Block, ...]:
    """Give headings and items their depth: a marker of a new style opens a level, a known one returns to it.

    Numbered items stand among the headings, bullets and lettered items below them; a paragraph ends a list.
    """
    headings: list[str] = []
    bullets: list[str] = []
    levelled = []
    for block in blocks:
        if block.kind is BlockKind.PARAGRAPH:
            bullets = []
        elif block.kind in {BlockKind.HEADING, BlockKind.ITEM}:
            style = _style(text[block.start : block.body].strip())
            if block.kind is BlockKind.HEADING or style[0] in "0IA":
                bullets = []
                level = _depth(headings, style)
            else:
                level = len(headings) + _depth(bullets, style)
            block = replace(block, level=level)  # noqa: PLW2901
        levelled.append(block)
    return tuple(levelled)


def _style(marker: str) -> str:
    """What a marker looks like with its letters and digits taken for any: `1.1.` → `0.0.`, `IV.` → `I.`."""
    if not marker:
        return "A"
    style = re.sub(r"\d+", "0", marker)
    if set(style.rstrip("./)")) <= set("IVX"):
        return "I" + style[-1]
    return re.sub(r"[a-zđ]", "a", re.sub(r"[A-ZĐ]", "A", style))


def _depth(styles: list[str], style: str) -> int:
    if style in styles:
        del styles[styles.index(style) + 1 :]
    else:
        styles.append(style)
    return len(styles)


# --- sentences -------------------------------------------------------------------------------------

_STOP = re.compile(r"""(?<![.!?…])([.!?…]+["'”’)\]]*)[ \n]+""")
_ABBREVIATIONS = frozenset({
    "tp", "t.p", "tt", "tx", "q", "p", "h", "x", "ths", "ts", "pgs", "gs", "bs", "ks", "kts", "ls", "cn", "đ/c",
    "st", "no", "mr", "mrs", "ms", "dr", "jr", "nsnd", "nsưt", "nxb", "kt", "tm", "tl", "tuq", "vs",
})  # fmt: skip


def _sentence_spans(text: str, folded: str, block: Block) -> Iterator[tuple[int, int]]:
    start = block.body
    for stop in _STOP.finditer(folded, block.body, block.end):
        if _ends_sentence(text, folded, start, stop.start(), stop.end()):
            yield from _pieces(folded, start, stop.end(1))
            start = stop.end()
    if start < block.end:
        yield from _pieces(folded, start, block.end)


_LONGEST = 4000  # code points
_CLAUSE_END = re.compile(r"[;,][ \n]+(?=[^ \n])")


def _pieces(folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence, cut where a clause ends once it is longer than any sentence, so that work stays linear."""
    while end - start > _LONGEST and (cut := _CLAUSE_END.search(folded, start + _LONGEST, end)):
        yield start, cut.start() + 1
        start = cut.end()
    yield start, end


def _ends_sentence(text: str, folded: str, start: int, stop: int, after: int) -> bool:
    """Whether the mark at `stop` ends the sentence that began at `start`; `after` is where text goes on."""
    following = text[after : after + 1]
    if following.islower() or following in ",;:)%":
        return folded.startswith("./.", stop - 2)
    if folded[stop] != "." or folded[stop + 1] in ".!?…":
        return True
    words = text[max(start, stop - 60) : stop].split()
    if not words or text[stop - 1] in _SPACE:
        return True
    word = words[-1].lstrip("(\"'“‘[")
    if len(words) == 1 and len(word) <= 4 and (word.isdigit() or len(word) == 1):
        return False  # a list number
    if len(word) == 1 and word.isupper():
        # `Nguyễn Văn T. Sau đó` ends a sentence, `Donald J. Trump` and `quận 8, P. 4` do not
        return (
            following != "(" and len(words) > 2 and all(name[0].isupper() and name.isalpha() for name in words[-3:-1])
        )
    return fold(word) not in _ABBREVIATIONS
