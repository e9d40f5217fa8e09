"""What stands in front of a figure: who or what, the governing verb, its object, a label with a colon.

Where the number stands after its noun (`số người chết là 3.100`, `thiệt hại 5 tỷ đồng`), the noun is in front,
before the copula or after the governing verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from vkstats.link import noun, subjects
from vkstats.link.draft import Line, Statement
from vkstats.link.subjects import PREDICATE
from vkstats.model import Kind, Role, Token
from vkstats.packs import RuleSet
from vkstats.vocabulary import CLASSES

# What ends the clause in front of a number.
_BORDERS = noun.AMOUNTS | {"semicolon", "stop", "parts", "parts-of", "open", "close", "number"}
# What connects parts of a sentence, unless a number follows at once: `khiến 3 người chết`, `thông qua 15 nghị quyết`.
CONNECTING = frozenset({"border", "adjunct", "share"})
REST_ENDS = noun.CLAUSE_MARKS | {"parts", "parts-of", "rest", "versus", "share"} | CLASSES["direction"]
LONGEST_LABEL = 8  # syllables
_LONGEST_WHOLE = 16  # syllables of one that is a line
_LABELLED = frozenset({"comma", "semicolon", "open", "stop"})  # what may stand behind its number
_LONGEST_OWNER = 4  # tokens


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a figure: the noun phrase behind it, and the pieces of its clause in front, nearest last."""

    line: Line
    at: int
    behind: Sequence[Token]
    pieces: Sequence[Sequence[Token]]
    rules: RuleSet

    @property
    def rest(self) -> Sequence[Token]:
        """What the clause goes on to say behind the noun phrase: `3 bị can là nữ`, `7 cuộc tại Nhà tạm giữ`."""
        tokens, start = self.line.tokens, self.at + 1 + len(self.behind)
        end = start
        while end < len(tokens) and not tokens[end].kinds.keys() & REST_ENDS:
            if tokens[end].kinds.keys() & noun.AMOUNTS and not noun.is_limit(tokens[end]):
                break
            end += 1
        while start < end and tokens[start].kinds.keys() & {"adjunct", "border", "auxiliary"}:
            start += 1
        while start < end and tokens[end - 1].kinds.keys() & {"adjunct", "border", "joint", "auxiliary", "period"}:
            end -= 1
        return tokens[start:end]

    @property
    def nearest(self) -> Sequence[Token]:
        """The piece right in front."""
        return self.pieces[-1]


def around(line: Line, made: Statement, rules: RuleSet) -> Around:
    """The words around a figure of a line."""
    return Around(line, made.at, noun.behind(line, made.at), pieces_before(line, made.first), rules)


def whole_label(line: Line, made: Statement) -> Sequence[Token]:
    """The words of a line that is a label, a colon and a number: `- Kháng nghị phúc thẩm: 17`."""
    tokens, behind = line.tokens[: max(0, made.first - 1)], line.tokens[made.at + 1 : made.at + 2]
    is_first = (
        made.first > 0 and "colon" in line.tokens[made.first - 1].kinds and line.statements[0].start == made.start
    )
    ends = all(token.kinds.keys() & _LABELLED for token in behind)
    is_label = is_first and ends and len(line.said(tokens).split()) <= _LONGEST_WHOLE
    return tokens if is_label and not any("colon" in token.kinds for token in tokens) else ()


@dataclass(frozen=True, slots=True)
class Front:
    """What stands in front of a figure, told apart."""

    subject: Sequence[Token]
    verb: Sequence[Token]
    tail: Sequence[Token] = ()  # what stands between verb and number
    label: Sequence[Token] = ()
    owner: Sequence[Token] = ()  # whose bare quantity it is: `áo khoác có giá 525 USD`


def pieces_before(line: Line, first: int) -> list[list[Token]]:
    """The clause in front of a phrase that starts at `first`, cut at commas and colons; the nearest piece last.

    A comma inside a coordination (`nông, lâm nghiệp và thủy sản`) does not cut.
    """
    backwards, at = _clause_before(line, first)
    pieces: list[list[Token]] = [[]]
    for token in backwards:
        kinds = token.kinds.keys()
        if "colon" in kinds or ("comma" in kinds and not _is_coordination(pieces[-1])):
            pieces.append([])
        else:
            pieces[-1].append(token)
    if at >= 0 and line.tokens[at].kinds.keys() & noun.AMOUNTS:
        pieces[-1] = _behind_joint(pieces[-1])
    for piece in pieces:
        piece.reverse()
    pieces.reverse()
    return pieces


def _clause_before(line: Line, first: int) -> tuple[list[Token], int]:
    """The tokens of the clause in front of `first`, backwards, and where the border is that ends it."""
    backwards: list[Token] = []
    at = first - 1
    while at >= 0:
        token = line.tokens[at]
        if "close" in token.kinds:  # `chỉ số giá tiêu dùng (CPI) tháng 12 giảm …`
            opened = _opening(line, at)
            if opened is None:
                break
            at = opened - 1
            continue
        if token.kinds.keys() & _BORDERS and at not in line.named:
            break
        backwards.append(token)
        at -= 1
    return backwards, at


def _opening(line: Line, closing: int) -> int | None:
    """Where the brackets that end at `closing` open, if there is no amount in them."""
    for at in range(closing - 1, -1, -1):
        kinds = line.tokens[at].kinds.keys()
        if kinds & noun.AMOUNTS and at not in line.named:  # `(giá so sánh 2010)` says a year
            return None
        if "open" in kinds:
            return at
    return None


def _behind_joint(backwards: list[Token]) -> list[Token]:
    """`2,5 kg ma túy và thu 3 khẩu súng`: in front of the joint stands what the figure before counts."""
    for number, token in enumerate(backwards):
        if "joint" in token.kinds:
            return backwards[:number]
    return backwards


def _is_coordination(backwards: Sequence[Token]) -> bool:
    """Whether the piece behind a comma goes on a list: `…, lâm nghiệp và thủy sản`, `…, sở hữu và môi trường`."""
    joints = [number for number, token in enumerate(backwards) if "joint" in token.kinds]
    if not joints:
        return False
    head = backwards[joints[-1] + 1 :]
    return len(head) == 1 and "words" in head[0].kinds


def front(made: Statement, around: Around) -> Front:
    """What stands in front of a figure, from the pieces of its clause."""
    line, nearest = around.line, subjects.before_concession(around.nearest)
    if made.role is Role.CHANGE or (nearest and nearest[-1].kinds.keys() & PREDICATE):
        nearest = subjects.with_members(line, around.pieces, nearest)
    parts = _parts_of_clause(made, around, nearest)
    owner: Sequence[Token] = ()
    named = parts.subject or parts.tail
    if len(named) == 1 and "quantity-noun" in named[0].kinds and named[0] in nearest:
        owner = _owner(nearest[: list(nearest).index(named[0])])
    tail = () if made.role is Role.CHANGE and not parts.verb else parts.tail
    verb, label = _verb_and_label(made, around, parts.verb)
    if len(nearest) == 1 and "adjective" in nearest[0].kinds:
        label = nearest  # `512 tin (cũ 45, mới 467)`
    return Front(noun.trimmed(_subject(made, line, nearest, parts)), verb, noun.trimmed(tail), label, owner)


def _subject(made: Statement, line: Line, nearest: Sequence[Token], parts: Front) -> Sequence[Token]:
    """The subject of a clause, with what belongs to it beyond its first phrase, and without what is another's."""
    subject, verb = parts.subject, parts.verb
    if made.role in (Role.CHANGE, Role.SHARE) and verb and verb[-1] is nearest[-1] and subjects.is_thing(subject):
        return [*subject, *verb]  # `án trả hồ sơ giảm còn dưới 2%`
    if made.role is Role.CHANGE and not verb:
        subject = subjects.behind_cause(nearest)
    is_moved = bool(line.tokens[made.first].kinds.keys() & CLASSES["direction"])
    if is_moved and not verb and not noun.has_words(subject) and not noun.has_words(nearest):
        return line.tokens[made.first + 1 : made.at]  # `giảm tỷ lệ hộ nghèo xuống còn dưới 22%`
    if verb and subject and "identity" in subject[-1].kinds:
        return ()  # `lỗi phổ biến là vi phạm tốc độ`
    if (verb and "occurrence" in verb[-1].kinds) or (nearest and nearest[-1].kinds.keys() & PREDICATE):
        return subjects.behind_identity(subject)
    return subject


def _verb_and_label(made: Statement, around: Around, verb: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The governing verb, where it stands in the label or in what a list is of, and a label that is none."""
    label = _label(made, around)
    if label and "verb" in label[0].kinds and not verb:  # `Đề nghị truy tố: 50 vụ`
        return [token for token in label if "verb" in token.kinds][:1], ()
    if len(noun.text(around.line, label).split()) > LONGEST_LABEL:
        return verb, ()
    if not label and not verb and not around.nearest:
        verb = _done(made, around) or _of_list(made, around)
    return verb, noun.trimmed(label)


def _label(made: Statement, around: Around) -> Sequence[Token]:
    """The piece in front of the nearest one, where a colon parts them and it is no clause."""
    before = made.first - len(around.nearest) - 1
    if made.role is Role.CHANGE or len(around.pieces) < 2 or before < 0:
        return ()
    if "colon" not in around.line.tokens[before].kinds:
        return ()
    label = around.pieces[-2]
    if label and label[0].kinds.keys() & {"number-noun", "number-word", "quantity-noun"}:
        return label  # `Tổng số phải thu: …`
    return () if any(token.kinds.keys() & {"copula", "auxiliary"} for token in label) else label


def _of_list(made: Statement, around: Around) -> Sequence[Token]:
    """`tang vật thu giữ gồm 10 bánh heroin, 2 xe máy`: the verb of what the list is of."""
    line, at = around.line, made.first - 1
    while at > 0 and line.tokens[at].kinds.keys() & {"colon", "hedge"}:
        at -= 1
    is_group = made.amount.unit in around.rules.words("person")  # `đoàn kiểm sát gồm 5 đồng chí`
    if is_group or at <= 0 or "parts" not in line.tokens[at].kinds:
        return ()
    whole = pieces_before(line, at)[-1]
    return whole[-1:] if len(whole) > 1 and "verb" in whole[-1].kinds else ()


def _done(made: Statement, around: Around) -> Sequence[Token]:
    """The verb of a clause in front of a colon: `Cơ quan điều tra đã giải quyết: 58 vụ`."""
    before = around.line.tokens[made.first - 1] if made.first else None
    if before is None or "colon" not in before.kinds or len(around.pieces) < 2 or made.role is Role.CHANGE:
        return ()
    piece = around.pieces[-2]
    has_result = len(piece) > 1 and "resultative" in piece[-1].kinds
    words = piece[:-1] if has_result else piece
    is_done = has_result or any("auxiliary" in token.kinds for token in words[:-1])
    return words[-1:] if is_done and "verb" in words[-1].kinds else ()


def _parts_of_clause(made: Statement, around: Around, nearest: Sequence[Token]) -> Front:
    """Subject, governing verb and tail: at a noun of quantity (`kim ngạch …`) the noun phrase starts."""
    line = around.line
    said = line.folded[line.tokens[made.first].start : made.amount.start].rstrip()
    if said.endswith(tuple(f" {word}" for word in around.rules.words("text-copula"))):  # the hedge `ước đạt` holds it
        return Front(noun.last_segment(nearest), ())
    if made.amount.kind in (Kind.PERCENT, Kind.MONEY, Kind.MEASURE):
        quantity = _quantity([*around.pieces[:-1], nearest])
        if quantity is not None:
            verb = _governor(made, around, nearest, quantity)
            return Front((), verb, quantity) if verb else Front(quantity, ())
        while nearest and nearest[-1].kinds.keys() & {"border", "hedge"}:
            nearest = nearest[:-1]  # `tiền nợ thuế cao nhất, với hơn 83.500 tỷ đồng`
    return _parts(nearest, is_change=made.role is Role.CHANGE)


def _quantity(pieces: Sequence[Sequence[Token]]) -> Sequence[Token] | None:
    """The noun phrase that a noun of quantity opens: in the nearest piece, or at the head of one before."""
    nearest = pieces[-1]
    for piece in reversed(pieces):
        for number, token in enumerate(piece):
            opens = all("border" in other.kinds for other in piece[:number])  # `riêng sản lượng khai thác, …`
            if "quantity-noun" in token.kinds and (piece is nearest or opens):
                if piece is not nearest and nearest and "period" in nearest[0].kinds:
                    return noun.last_segment(piece[number:])  # `sản lượng lúa, 6 tháng thực hiện được 61 tấn`
                rest = [*piece[number:], *(nearest if piece is not nearest else [])]
                if "rate-noun" in token.kinds:
                    return noun.trimmed(rest)  # `tỷ lệ … cho … đạt`: the whole is one noun phrase
                if not any("border" in other.kinds for other in rest):
                    return noun.last_segment(rest)
    return _before_complement(nearest)


def _before_complement(piece: Sequence[Token]) -> Sequence[Token] | None:
    """`kim ngạch xuất khẩu với Hàn Quốc là 3 tỷ USD`: of a subject, the quantity that its complement is of."""
    if not piece or not piece[-1].kinds.keys() & PREDICATE:
        return None
    first = next((n for n, token in enumerate(piece) if "quantity-noun" in token.kinds), len(piece))
    last = next((n for n, token in enumerate(piece) if n > first and "border" in token.kinds), len(piece))
    return noun.trimmed(piece[first:last]) or None


def _governor(made: Statement, around: Around, piece: Sequence[Token], quantity: Sequence[Token]) -> Sequence[Token]:
    """The verb that opens the clause of a sum: `thu hồi tài sản trị giá 5 tỷ đồng`, `đã giải ngân vốn vay 5 tỷ đồng`.

    One behind a noun or a count says which it is: `120 doanh nghiệp đăng ký mới có vốn 5 tỷ đồng`.
    """
    line = around.line
    said = line.folded[line.tokens[made.first].start : made.amount.start].split()
    attains = any(word in around.rules.words("text-attained") for word in said)
    if (
        made.role is not Role.LEVEL
        or attains
        or not quantity
        or quantity[0] not in piece
        or piece[-1].kinds.keys() & PREDICATE
    ):
        return ()
    front = list(piece[: list(piece).index(quantity[0])])
    while front and front[0].kinds.keys() & {"border", "period", "joint"}:
        front.pop(0)
    at = next((number for number, token in enumerate(front) if "perfect" in token.kinds), -1) + 1
    verb = list(takewhile(lambda token: "verb" in token.kinds, front[at:]))
    if not verb or verb[0].kinds.keys() & (CONNECTING | {"unit"}):
        return ()
    first = line.tokens.index(verb[0])
    before = [token.kinds.keys() for token in line.tokens[max(0, first - 2) : first]]
    is_listed = len(before) == 2 and "comma" in before[1] and "verb" in before[0]  # `lĩnh vực sản xuất, phân phối điện`
    return () if is_listed or (before and before[-1] & noun.AMOUNTS) else verb


def _parts(piece: Sequence[Token], *, is_change: bool) -> Front:
    """Subject, governing verb and what stands between verb and number, of the nearest piece.

    Where the piece ends in a copula or `đạt`, all in front of it is the subject, verbs included.
    """
    tokens = list(piece)
    if len(tokens) > 1 and "resultative" in tokens[-1].kinds and "verb" in [*tokens[-2].kinds, *tokens[0].kinds]:
        tokens.pop()  # `giải quyết được 402 tin`, `trồng cây xanh được 40 ha`
    elif tokens and tokens[-1].kinds.keys() & PREDICATE:
        while tokens and tokens[-1].kinds.keys() & (PREDICATE | {"auxiliary", "hedge"}):
            tokens.pop()
        return Front(noun.last_segment(tokens), ())
    if tokens and "possessive" in tokens[-1].kinds:
        return Front((), ())  # `công bố quan điểm của 3 nước`: no verb governs what owns something
    verbs = [
        number
        for number, token in enumerate(tokens)
        if "verb" in token.kinds and (number == len(tokens) - 1 or not token.kinds.keys() & CONNECTING)
    ]
    if is_change and verbs and verbs[-1] == len(tokens) - 1 and _is_joined_noun(tokens):
        return Front(noun.last_segment(tokens), ())
    if not verbs or _opens_with_number(tokens):
        return Front(noun.last_segment(tokens), ())  # `tổng số doanh nghiệp giải thể … 31.500 doanh nghiệp`
    verbs = _without_source(tokens, verbs)
    last = verbs[-1]
    if "auxiliary" in tokens[-1].kinds and "resultative" not in tokens[-1].kinds and noun.has_words(tokens[last + 1 :]):
        return Front(noun.last_segment(tokens[last + 1 :]), ())  # `làm rõ nguyên nhân còn 7 vụ án`
    first = last
    while first - 1 in verbs and not tokens[last].kinds.keys() & CONNECTING:
        first -= 1
    return Front(tokens[:first], tokens[first : last + 1], noun.last_segment(tokens[last + 1 :]))


def _without_source(tokens: Sequence[Token], verbs: list[int]) -> list[int]:
    """The verbs in front of `theo …`, where there are any: `hòa giải theo đề nghị của đương sự 412 vụ việc`."""
    opens = next((number for number, token in enumerate(tokens) if number and "according" in token.kinds), None)
    return [number for number in verbs if opens is None or number < opens] or verbs


def _is_joined_noun(tokens: Sequence[Token]) -> bool:
    """`khu vực công nghiệp và xây dựng tăng 8,2%`: a verb that is joined to a noun is one itself."""
    return len(tokens) > 2 and "joint" in tokens[-2].kinds and "verb" not in tokens[-3].kinds


def _opens_with_number(tokens: Sequence[Token]) -> bool:
    """`tổng số doanh nghiệp giải thể`, `số vụ ly hôn`, `số chuyển kỳ sau`: all of it is the name of a number."""
    first = tokens[0].kinds
    if "number-noun" in first:
        return True
    return "number-word" in first and len(tokens) > 1 and bool(tokens[1].kinds.keys() & {"unit", "verb"})


def _owner(before: Sequence[Token]) -> list[Token]:
    """Whose quantity it is, of what stands before its noun: `áo khoác có giá`, `bán lô đất với giá`, `vé số trị giá`.

    A verb parts it from who acts.
    """
    owner: list[Token] = []
    for token in reversed(before):
        if "adjunct" in token.kinds:
            return []  # `nhập từ nước ngoài giá …`
        if token.kinds.keys() & ({"verb", "auxiliary"} | noun.CLAUSE_MARKS) or (owner and "copula" in token.kinds):
            break
        if "each" in token.kinds:
            break
        owner.insert(0, token)
    found = noun.trimmed(owner)
    return found if len(found) <= _LONGEST_OWNER else []
