"""Unit, item and action of a figure: the words around the number, cut at the borders of the clause.

The noun phrase after a Vietnamese numeral is classifier or noun + modifiers; it ends at a clause mark, an
auxiliary, a preposition that opens another part of the sentence, or the next amount. Where the number
stands after its noun (`số người chết là 3.100`, `thiệt hại 5 tỷ đồng`), the noun is in front, before the
copula or after the governing verb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vkstats.link.draft import Draft, Line
from vkstats.link.words import first_noun
from vkstats.match import MARKS
from vkstats.model import Amount, Article, Kind, Role, Token
from vkstats.packs import RuleSet
from vkstats.vocabulary import CLASSES

_AMOUNTS = CLASSES["amount"]
_MARKS = frozenset(MARKS.values()) | {"open", "close"}
# What ends the noun phrase after a number.
_AFTER = _MARKS | _AMOUNTS | CLASSES["direction"]
_AFTER |= {"versus", "share", "parts", "parts-of", "rest", "period", "border", "adjunct", "auxiliary", "copula"}
_AFTER |= {"label", "number", "code", "hedge", "target", "to-level", "at-level"}
# What ends the clause in front of a number.
_BEFORE = _AMOUNTS | {"semicolon", "stop", "parts", "parts-of", "open", "close", "number"}
# What a noun phrase in front neither begins nor ends with.
_FUNCTION = frozenset(
    {"determiner", "auxiliary", "copula", "share", "hedge", "border", "adjunct", "joint", "period", "versus", "rest"}
)
_FUNCTION |= CLASSES["direction"] | {"sign", "dash", "target", "comma", "colon", "length-cue", "to-level", "at-level"}
# What can be or end a noun; money too: `đồng đô la tăng 0,5%`.
_NOUNS = frozenset({"words", "verb", "unit", "compound", "label", "quantity-noun", "money", "dimension"})
# What may stand between the numbers of a pair.
_WITH = frozenset({"slash", "together"})
_LINKING = _WITH | {"comma", "dash", "joint"}
_PLAIN_NOUN = frozenset({"words", "unit", "compound", "family", "person", "ordinal", "ordinal-weak", "dimension"})
# What connects parts of a sentence, unless a number follows at once: `khiến 3 người chết`, `thông qua 15 nghị quyết`.
_CONNECTING = frozenset({"border", "adjunct", "share"})
# Marks behind which a capital proves no name.
_OPENS_CLAUSE = frozenset({"colon", "semicolon", "open", "stop", "dash", "comma"})
_QUOTES = str.maketrans("", "", '"“”')
_LONGEST_ITEM = 16  # syllables
_LONGEST_LABEL = 8
_LONGEST_OWNER = 4  # tokens
_SHORT_LABEL = 4  # tokens
# Auxiliaries that go on with what is counted: `12 vụ chưa giải quyết`, `4 người bị kẹt`.
_NEGATIONS = frozenset({"không", "chưa"})
_STARTS_CLAUSE = _NEGATIONS | {"bị"}
_MONEY = "số tiền"
_RATE = "tỷ lệ"
_NUMBERS = frozenset({"tổng số", "số lượng"})
_RATES = frozenset({"tỷ lệ", "tỷ trọng", "tốc độ"})
# Verbs that name the amount themselves: `nhập khẩu khoảng 53 tỷ USD`.
_TRADE = frozenset({"xuất khẩu", "nhập khẩu", "xuất siêu", "nhập siêu", "xuất nhập khẩu"})
_PEOPLE = "người"


@dataclass(frozen=True, slots=True)
class _Front:
    """What stands in front of a figure: who or what, the governing verb, its object, a label with a colon."""

    subject: Sequence[Token]
    verb: Sequence[Token]
    tail: Sequence[Token]
    label: Sequence[Token]
    owner: Sequence[Token] = ()  # whose bare quantity it is: `áo khoác có giá 525 USD`


class Phrases:
    """The step over one document, with the words that it needs from the lexicon."""

    def __init__(self, rules: RuleSet, article: Article) -> None:
        self._article = article
        self._tolls: Mapping[str, str] = rules.words("toll")
        self._dimensions: Mapping[str, str] = rules.words("dimension")

    def fill(self, line: Line) -> None:
        """Give every draft of the line its unit, item and action."""
        previous: Draft | None = None
        for made in line.drafts:
            self._fill(made, previous)
            previous = made

    def _fill(self, made: Draft, previous: Draft | None) -> None:
        after = _after(made.line, made.at)
        pieces = _pieces(made.line, made.first)
        nearest = pieces[-1]
        if made.amount.unit is None and made.amount.kind in (None, Kind.RATIO):
            self._find_unit(made, after, pieces, previous)
        made.pair = _pair(made, previous)
        front = self._front(made, pieces)
        made.action = self._text(front.verb) or None
        if made.action is None and made.first and "rest" in made.line.tokens[made.first - 1].kinds:
            made.action = self._text(made.line.tokens[made.first - 1 : made.first])  # `còn lại 15 tin`
        if made.action is None:
            governor = made.pair or (None if _has_words(nearest) or made.role is Role.CHANGE else previous)
            if governor is not None:
                made.action = governor.action
            elif after and "verb" in after[0].kinds and made.role is not Role.CHANGE:
                made.action = self._text(after[:1])
        made.item = self._item(made, after, front)
        if not made.item and made.first and "open" in made.line.tokens[made.first - 1].kinds:
            made.item = self._bracketed(made, previous)
        made.is_limit = _is_limit(made, previous)
        beside = previous is not None and previous.amount.kind is Kind.MEASURE and previous.item
        if beside and self._is_dimension(made.item):
            *thing, dimension = beside.split()
            if self._is_dimension(dimension):  # `con cá dài 1,8 m, nặng 130 kg`
                made.item = " ".join([*thing, made.item])
        if not made.item and previous is not None:
            goes_on = (made.unit == previous.unit or _is_age_group(made, previous)) and made.role is not Role.CHANGE
            if goes_on or _restates(made, previous):  # `giá xăng giảm 520 đồng, còn 20.310 đồng`
                made.item = previous.item

    def _is_dimension(self, word: str) -> bool:
        return word.lower() in self._dimensions

    def _bracketed(self, made: Draft, previous: Draft | None) -> str:
        """`chung cư Hoa Phượng (2,76 ha)`: what stands right in front of the brackets, unless it is a figure."""
        if previous is not None and previous.at == made.first - 2:
            return ""
        named = _noun(_last_segment(_pieces(made.line, made.first - 1)[-1]))
        return self._text(named) if len(named) <= _SHORT_LABEL else ""

    def _front(self, made: Draft, pieces: Sequence[Sequence[Token]]) -> _Front:
        """What stands in front of a figure, told apart."""
        nearest = pieces[-1]
        subject, verb, tail = self._clause(made, pieces)
        owner: Sequence[Token] = ()
        if len(subject) == 1 and "quantity-noun" in subject[0].kinds and subject[0] in nearest:
            owner = _owner(nearest[: list(nearest).index(subject[0])])
        if made.role is Role.CHANGE and not verb:
            subject, tail = _behind_cause(nearest), []
            if not _has_words(nearest):  # `tăng lương tối thiểu vùng 6,52%`
                subject = made.line.tokens[made.first + 1 : made.at]
        label: Sequence[Token] = (
            pieces[-2] if len(pieces) > 1 and _follows_colon(made.line, made.first, nearest) else ()
        )
        if made.role is Role.CHANGE or any(token.kinds.keys() & {"copula", "auxiliary"} for token in label):
            label = ()
        elif label and "verb" in label[0].kinds and not verb:  # `Đề nghị truy tố: 50 vụ`
            verb, label = [token for token in label if "verb" in token.kinds][:1], ()
        elif len(self._text(label).split()) > _LONGEST_LABEL:
            label = ()
        label = _noun(label)
        if len(nearest) == 1 and nearest[0].kinds.get("auxiliary") == "mới":
            label = nearest  # `512 tin (cũ 45, mới 467)`
        return _Front(_noun(subject), verb, _noun(tail), label, owner)

    def _clause(
        self, made: Draft, pieces: Sequence[Sequence[Token]]
    ) -> tuple[Sequence[Token], Sequence[Token], Sequence[Token]]:
        """Subject, governing verb and tail: at a noun of quantity (`kim ngạch …`) the noun phrase starts."""
        nearest = pieces[-1]
        phrase = made.line.tokens[made.first]
        said = self._article.folded[phrase.start : made.amount.start].rstrip()
        if said.endswith((" đạt", " là")):  # the hedge `ước đạt` holds the copula
            return _last_segment(nearest), [], []
        if made.amount.kind in (Kind.PERCENT, Kind.MONEY, Kind.MEASURE):
            for piece in reversed(pieces):
                for number, token in enumerate(piece):
                    if "quantity-noun" in token.kinds and (piece is nearest or number == 0):
                        rest = [*piece[number:], *(nearest if piece is not nearest else [])]
                        if self._folded([token]) in _RATES:
                            return _noun(rest), [], []  # `tỷ lệ … cho … đạt`: the whole is one noun phrase
                        if not any("border" in other.kinds for other in rest):
                            return _last_segment(rest), [], []
            while nearest and nearest[-1].kinds.keys() & {"border", "hedge"}:
                nearest = nearest[:-1]  # `tiền nợ thuế cao nhất, với hơn 83.500 tỷ đồng`
        return _parts(nearest)

    # --- unit ---

    def _find_unit(
        self,
        made: Draft,
        after: Sequence[Token],
        pieces: Sequence[Sequence[Token]],
        previous: Draft | None,
    ) -> None:
        """The unit of a bare number: an unknown noun behind it, else the noun that it leaves unsaid."""
        amount, folded = made.amount, self._article.folded
        if "unit-of-previous" in made.marks and made.role is not Role.CHANGE and previous:
            made.unit = previous.unit  # `giảm 15 vụ (124/139)`: this period and the last one, in the unit of the change
            return
        if amount.of is not None and made.role is Role.SHARE:
            made.unit = ""  # `chiếm 1/3`: a fraction has no unit
            return
        first = after[0] if after else None
        if first and first.start > amount.number_end and folded[amount.number_end : first.start].isspace():
            word = first_noun(self._article, first.start, after[-1].end)
            if word and word[0].isalpha():
                made.unit, made.unit_end = word.lower(), first.start + len(word)
                return
        scale = folded[amount.start : amount.number_end].split()[1:]
        in_brackets = previous and made.depth > previous.depth and previous.amount.kind is Kind.COUNT
        if previous and scale and in_brackets and not pieces[-1]:
            made.unit = previous.unit  # `5,2 triệu cử tri (gần 2,8 triệu là nữ)`
            return
        if scale and scale[-1] in ("triệu", "nghìn", "ngàn", "tỷ") and amount.of is None:
            made.amount = replace(amount, kind=Kind.MONEY, unit="VND")
            made.unit = "VND"
            return
        shared = self._shared_unit(made)
        if shared is not None:
            made.unit = shared
            return
        if not self._is_elided(made, pieces[-1], previous):
            return
        for piece in reversed(pieces):
            for token in reversed(piece):
                if "unit" in token.kinds and "verb" not in token.kinds:
                    made.unit, made.elided = str(token.kinds["unit"]), True
                    return
        if previous and previous.amount.kind in (Kind.COUNT, None):
            made.unit = previous.unit

    def _shared_unit(self, made: Draft) -> str | None:
        """`lần lượt là 77 và 84 cửa hàng`: the first number has the unit of the next."""
        tokens, at = made.line.tokens, made.at
        listed = any("respectively" in token.kinds for token in tokens[:at])
        if not listed or at + 2 >= len(tokens) or not tokens[at + 1].kinds.keys() & {"joint", "comma"}:
            return None
        following = tokens[at + 2].kinds.get("count")
        return following.unit if isinstance(following, Amount) else None

    def _is_elided(self, made: Draft, nearest: Sequence[Token], previous: Draft | None) -> bool:
        """Whether the text shows that a bare number counts: a label or copula in front, a predicate behind."""
        tokens, at = made.line.tokens, made.at
        before = tokens[made.first - 1] if made.first else None
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if before and before.kinds.keys() & {"colon", "copula", "rest"}:
            return True
        if before and "auxiliary" in before.kinds and len(nearest) > 1:
            return True
        ends = behind is None or bool(behind.kinds.keys() & {"comma", "semicolon", "close", "stop", "open"})
        goes_on = previous and previous.amount.kind is Kind.COUNT and made.depth <= previous.depth
        if ends and goes_on and len(nearest) <= _SHORT_LABEL:
            return True  # `án treo 49 bị cáo, phạt tiền 8`
        if made.role is Role.CHANGE and ends and any("unit" in token.kinds for token in nearest):
            return True  # `số vụ cháy giảm 15`
        return bool(
            behind and "auxiliary" in behind.kinds and (made.first == 0 or (before and "joint" in before.kinds))
        )

    # --- item ---

    def _item(self, made: Draft, after: Sequence[Token], front: _Front) -> str:
        """The noun phrase that is counted or measured, or whose share or change it is."""
        right = self._text(after)
        token = made.line.tokens[made.at]
        if made.amount.end < token.end and made.amount.unit == _PEOPLE:  # `700 người thiệt mạng`
            right = f"{self._article.text[made.amount.end : token.end].strip()} {right}".strip()
        if made.unit_end:
            right = " ".join(self._article.text[made.unit_end : after[-1].end].split()) if after else ""
        is_counted = made.amount.kind in (Kind.COUNT, Kind.RATIO, None) and made.unit not in ("lần", "")
        item = self._counted(made, right, front) if is_counted else self._measured(made, right, front)
        return item or self._text(front.label)

    def _measured(self, made: Draft, right: str, front: _Front) -> str:
        """For money, measures and rates the noun stands in front, or behind without `về`."""
        subject = "" if front.verb and made.role is Role.LEVEL else self._text(front.subject)
        tail = self._text(front.tail)
        before = ("" if tail.startswith("về ") else tail) or subject
        first = made.line.tokens[made.at + 1] if made.at + 1 < len(made.line.tokens) else None
        is_named = right.startswith("về ")  # `đạt 78% về việc`
        if not is_named and ("share-of-whole" in made.marks or (first and "determiner" in first.kinds)):
            right = ""  # what follows `chiếm 27%` is the whole, not the part
        item = right.removeprefix("về ") or " ".join(filter(None, [before, self._text(front.owner)]))
        if item or not front.verb:
            return "lần" if not item and made.unit == "lần" and made.role is Role.LEVEL else item
        verb = self._folded(front.verb[-1:])
        if made.amount.kind is Kind.MEASURE and verb in _TRADE:
            return f"{verb} {self._text(front.subject)}".strip()
        if made.amount.kind is Kind.MONEY:
            named = f"{verb} {self._text(front.subject)}".strip()
            return named if verb in _TRADE else f"{_MONEY} {verb}"
        if made.unit == "lần" and made.role is Role.LEVEL:
            return made.unit
        return f"{_RATE} {self._text(front.verb)}" if made.role is Role.TARGET else ""

    def _counted(self, made: Draft, right: str, front: _Front) -> str:
        """For counts the unit with its modifiers behind, else with what in front says which are counted."""
        amount = made.amount
        noun = " ".join(self._article.text[amount.number_end : max(amount.end, made.unit_end)].split())
        noun = noun if noun and noun[0].isalpha() else (made.unit or "")
        if right:
            return f"{noun} {right}"
        toll = self._tolls.get(self._folded(front.verb[-1:]))
        if toll and made.unit == _PEOPLE:
            return f"{noun} {toll}"
        before = front.tail or front.subject
        tells = self._names_the_counted(made, front) and not self._is_proper(before, made)
        named = self._text(before) if tells else ""
        named = named or self._text(front.label)
        says_noun = f" {noun.lower()} " in f" {named.lower()} " or _names_quantity(front)
        return (named if says_noun else f"{noun} {named}".strip()) if named else noun

    def _is_proper(self, named: Sequence[Token], made: Draft) -> bool:
        """`trả lại Viện kiểm sát 05 vụ`, `Quảng Nam 10 người`: a proper name says where, or who gets it."""
        text, first = self._article.text, named[0] if named else None
        if first is None or not text[first.start].isupper():
            return False
        words = text[first.start : named[-1].end].split()
        if len(words) > 1 and words[1][0].isupper():
            return True
        at = made.line.tokens.index(first)
        before = made.line.tokens[at - 1] if at else None
        return before is not None and not before.kinds.keys() & _OPENS_CLAUSE

    def _names_the_counted(self, made: Draft, front: _Front) -> bool:
        """Whether what stands in front is the thing counted, not who counts: `án cướp tài sản xảy ra 27 vụ`."""
        if front.tail:
            return True
        if made.role is Role.CHANGE:
            return not any(token.kinds.keys() & {"auxiliary", "copula"} for token in front.subject[:-1])
        if not front.subject:
            return False
        last = made.line.tokens[made.first - 1] if made.first else None
        ends_in_copula = bool(last and last.kinds.keys() & {"copula", "share"})
        is_clause = any(token.kinds.keys() & {"auxiliary", "copula"} for token in front.subject)
        is_long = len(self._text(front.subject).split()) > _LONGEST_LABEL
        if (is_clause or is_long) and not ends_in_copula:
            return False
        if not front.verb:  # `cả nước có 5 vụ` says where, `tổng số vụ có 5` what
            says_where = bool(last and last.kinds.get("copula") == "có")
            return not says_where or self._folded(front.subject).startswith(("số", "tổng"))
        return self._folded(front.verb[-1:]) in ("xảy ra", "diễn ra", "phát sinh")

    def _text(self, tokens: Sequence[Token]) -> str:
        if not tokens:
            return ""
        words = self._article.text[tokens[0].start : tokens[-1].end].split()
        return _closed(" ".join(words[:_LONGEST_ITEM]))

    def _folded(self, tokens: Sequence[Token]) -> str:
        return " ".join(self._article.folded[tokens[0].start : tokens[-1].end].split()) if tokens else ""


def _names_quantity(front: _Front) -> bool:
    """`dân số tỉnh là 1,3 triệu người`: the noun says already that something is counted."""
    return not front.verb and bool(front.subject) and "quantity-noun" in front.subject[0].kinds


def _behind_cause(piece: Sequence[Token]) -> Sequence[Token]:
    """`giá vàng giảm do đồng đô la (tăng 0,5%)`: behind a change and its cause another thing begins."""
    for number in range(len(piece) - 2, -1, -1):
        if piece[number].kinds.keys() & CLASSES["direction"] and "adjunct" in piece[number + 1].kinds:
            return piece[number + 2 :]
    return piece


def _owner(before: Sequence[Token]) -> list[Token]:
    """Whose quantity it is, of what stands before its noun: `áo khoác có giá`, `bán lô đất với giá`, `vé số trị giá`.

    A verb parts it from who acts.
    """
    owner: list[Token] = []
    for token in reversed(before):
        if "adjunct" in token.kinds:
            return []  # `nhập từ nước ngoài giá …`
        if token.kinds.keys() & ({"verb", "auxiliary"} | _MARKS) or (owner and "copula" in token.kinds):
            break
        if token.kinds.get("determiner") == "mỗi":
            break
        owner.insert(0, token)
    found = _noun(owner)
    return found if len(found) <= _LONGEST_OWNER else []


def _closed(phrase: str) -> str:
    """A phrase without the quotation marks whose partner stands outside it."""
    if phrase.count('"') % 2 == 0 and phrase.count("“") == phrase.count("”"):
        return phrase
    return " ".join(phrase.translate(_QUOTES).split())


def _is_limit(made: Draft, previous: Draft | None) -> bool:
    """`3.745 doanh nghiệp có quy mô vốn dưới 10 tỷ đồng`: the amount is part of what is counted."""
    if previous is None or made.amount.kind not in (Kind.MONEY, Kind.MEASURE) or previous.amount.kind is not Kind.COUNT:
        return False
    between = made.line.tokens[previous.at + 1 : made.first]
    clear = not any(token.kinds.keys() & (_MARKS | {"joint", "border", "verb"}) for token in between)
    return clear and bool(between) and "copula" in between[0].kinds


def _is_age_group(made: Draft, previous: Draft) -> bool:
    """`người nghiện trong độ tuổi 16 - 30 chiếm 58%`: the age only says which of them."""
    return previous.unit == "tuổi" and previous.at + 1 == made.first


def _restates(made: Draft, previous: Draft) -> bool:
    """`58,5 triệu đồng, tương đương 2.587 USD`, `5 tỷ đồng (khoảng 200.000 USD)`: the same thing in another unit."""
    if made.amount.kind is Kind.PERCENT:
        return False
    between = made.line.tokens[previous.at + 1 : made.at]
    return all(token.kinds.keys() & {"comma", "open", "share", "hedge"} for token in between)


def _after(line: Line, at: int) -> list[Token]:
    """The tokens of the noun phrase that goes on after the amount at `at`."""
    found: list[Token] = []
    tokens = line.tokens
    for number in range(at + 1, len(tokens)):
        token = tokens[number]
        kinds = token.kinds.keys()
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        counted = "count" in tokens[at].kinds
        if counted and "comma" in kinds and following and "unit" in following.kinds and "verb" not in following.kinds:
            continue_list = number + 2 >= len(tokens) or not tokens[number + 2].kinds.keys() & {"verb", "auxiliary"}
            if not found and continue_list:  # `17 huyện, thị xã, thành phố`
                found.append(token)
                continue
        if token.kinds.get("determiner") == "mỗi":
            break  # `1.225 giải nhì mỗi giải …`, `tăng 5% lên mức …`
        if "joint" in kinds and (not found or following is None or following.kinds.keys() & (_AFTER | {"verb"})):
            break
        goes_on = _STARTS_CLAUSE if counted else _NEGATIONS
        is_negation = token.kinds.get("auxiliary") in goes_on and number == at + 1
        if (
            kinds & _AFTER
            and not is_negation
            and not ("verb" in kinds and not kinds & {"auxiliary", "border", "share"})
        ):
            break
        found.append(token)
    while found and found[-1].kinds.keys() & {"comma", "joint", "determiner"}:
        found.pop()
    if all("auxiliary" in token.kinds for token in found):
        return []
    stop = tokens.index(found[-1]) + 1 if found else len(tokens)
    if len(found) > 1 and "verb" in found[-1].kinds and stop < len(tokens) and tokens[stop].kinds.keys() & _AMOUNTS:
        found.pop()  # `22 vụ tai nạn làm 15 người chết`: the verb governs the next figure
    return found


def _pieces(line: Line, first: int) -> list[list[Token]]:
    """The clause in front of a phrase that starts at `first`, cut at commas and colons; the nearest piece last.

    A comma inside a coordination (`nông, lâm nghiệp và thủy sản`) does not cut.
    """
    front: list[Token] = []
    at = first - 1
    while at >= 0:
        token = line.tokens[at]
        if "close" in token.kinds:  # `chỉ số giá tiêu dùng (CPI) tháng 12 giảm …`
            opened = _opening(line, at)
            if opened is None:
                break
            at = opened - 1
            continue
        if token.kinds.keys() & _BEFORE and at not in line.named:
            break
        front.append(token)
        at -= 1
    pieces: list[list[Token]] = [[]]
    for token in front:
        kinds = token.kinds.keys()
        if "colon" in kinds or ("comma" in kinds and not _is_coordination(pieces[-1])):
            pieces.append([])
        else:
            pieces[-1].append(token)
    if at >= 0 and line.tokens[at].kinds.keys() & _AMOUNTS:
        pieces[-1] = _behind_joint(pieces[-1])
    for piece in pieces:
        piece.reverse()
    pieces.reverse()
    return pieces


def _behind_joint(reversed_piece: list[Token]) -> list[Token]:
    """`2,5 kg ma túy và thu 3 khẩu súng`: in front of the joint stands what the figure before counts."""
    for number, token in enumerate(reversed_piece):
        if "joint" in token.kinds:
            return reversed_piece[:number]
    return reversed_piece


def _opening(line: Line, closing: int) -> int | None:
    """Where the brackets that end at `closing` open, if there is no amount in them."""
    for at in range(closing - 1, -1, -1):
        kinds = line.tokens[at].kinds.keys()
        if kinds & _AMOUNTS:
            return None
        if "open" in kinds:
            return at
    return None


def _is_coordination(reversed_piece: Sequence[Token]) -> bool:
    """Whether the piece behind a comma goes on a list: `…, lâm nghiệp và thủy sản`, `…, sở hữu và môi trường`."""
    joints = [number for number, token in enumerate(reversed_piece) if "joint" in token.kinds]
    if not joints:
        return False
    head = reversed_piece[joints[-1] + 1 :]
    return len(head) == 1 and "words" in head[0].kinds


def _follows_colon(line: Line, first: int, nearest: Sequence[Token]) -> bool:
    before = first - len(nearest) - 1
    return before >= 0 and "colon" in line.tokens[before].kinds


def _parts(piece: Sequence[Token]) -> tuple[list[Token], list[Token], list[Token]]:
    """Subject, governing verb and what stands between verb and number, of the nearest piece.

    Where the piece ends in a copula or `đạt`, all in front of it is the subject, verbs included.
    """
    tokens = list(piece)
    if tokens and tokens[-1].kinds.keys() & {"copula", "share"}:
        while tokens and tokens[-1].kinds.keys() & {"copula", "share", "auxiliary", "hedge"}:
            tokens.pop()
        return _last_segment(tokens), [], []
    if tokens and tokens[-1].kinds.get("determiner") == "của":
        return [], [], []  # `công bố quan điểm của 3 nước`: no verb governs what owns something
    verbs = [
        number
        for number, token in enumerate(tokens)
        if "verb" in token.kinds and (number == len(tokens) - 1 or not token.kinds.keys() & _CONNECTING)
    ]
    if not verbs or _opens_with_number(tokens):
        return _last_segment(tokens), [], []  # `tổng số doanh nghiệp giải thể … 31.500 doanh nghiệp`
    last = verbs[-1]
    first = last
    while first - 1 in verbs and not tokens[last].kinds.keys() & _CONNECTING:
        first -= 1
    return tokens[:first], tokens[first : last + 1], _last_segment(tokens[last + 1 :])


def _opens_with_number(tokens: Sequence[Token]) -> bool:
    """`tổng số doanh nghiệp giải thể`, `số vụ ly hôn`: all of it is the name of a number."""
    first = tokens[0].kinds
    return first.get("compound") in _NUMBERS or (
        first.get("ordinal") == "số" and len(tokens) > 1 and "unit" in tokens[1].kinds
    )


def _last_segment(tokens: Sequence[Token]) -> list[Token]:
    """The last noun phrase of a piece: adjuncts (`trong 4 tháng đầu năm`, `tại địa bàn`) left out, after `với`."""
    if tokens and (tokens[-1].kinds.keys() & {"border"} or tokens[-1].kinds.get("determiner") == "của"):
        return []  # `trả tự do cho 4 điệp viên`: what stands in front is another part
    segments: list[list[Token]] = [[]]
    is_adjunct = [False]
    for token in tokens:
        if token.kinds.keys() & {"border", "adjunct"}:
            segments.append([])
            is_adjunct.append("adjunct" in token.kinds)
        else:
            segments[-1].append(token)
    for segment, adjunct in zip(reversed(segments), reversed(is_adjunct), strict=True):
        if not adjunct and _has_words(segment):
            return segment
    return []


def _noun(tokens: Sequence[Token]) -> list[Token]:
    """A noun phrase without the function words and times at its ends."""
    found = list(tokens)
    while found and _is_function(found[0]):
        found.pop(0)
    while found and _is_function(found[-1]):
        found.pop()
    return found if _has_words(found) else []


def _is_function(token: Token) -> bool:
    kinds = token.kinds.keys()
    return bool(kinds & _FUNCTION) and not kinds & {"verb", "unit"}


def _has_words(piece: Sequence[Token]) -> bool:
    return any(token.kinds.keys() & _NOUNS for token in piece)


def _pair(made: Draft, previous: Draft | None) -> Draft | None:
    """The figure right before it, where nothing but a slash, comma, `với` or `và` stands between."""
    if previous is None or made.role is not previous.role or made.amount.kind is not Kind.COUNT:
        return None
    between = made.line.tokens[previous.at + 1 : made.at]
    if previous.unit == made.unit or not all(token.kinds.keys() & _LINKING for token in between[-1:]):
        return None
    if len(between) > 1 and not (
        between[-1].kinds.keys() & _WITH and all(token.kinds.keys() <= _PLAIN_NOUN for token in between[:-1])
    ):
        return None  # `1.245 vụ án hình sự với 2.310 bị can`, but not `5 tin báo, 3 vụ`
    return previous
