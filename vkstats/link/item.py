"""The item of a figure: the noun phrase that is counted or measured, or whose share or change it is."""

from __future__ import annotations

from collections.abc import Sequence

from vkstats.link import noun, subjects
from vkstats.link.clause import LONGEST_LABEL, Around, Front, pieces_before, whole_label
from vkstats.link.draft import Line, Phrase
from vkstats.model import Amount, Kind, NameKind, Role, Token
from vkstats.packs import RuleSet
from vkstats.text import fold
from vkstats.vocabulary import CLASSES

# Marks behind which a capital proves no name.
_OPENS_CLAUSE = frozenset({"colon", "semicolon", "open", "stop", "dash", "comma"})
_SHORT_LABEL = 4  # tokens
_REACHING = frozenset({"reaching", "auxiliary"})
_NAMELESS = frozenset({Kind.MONEY, Kind.MEASURE, Kind.PERCENT})  # units that say nothing of what is measured


def item_of(made: Phrase, around: Around, front: Front, previous: Phrase | None) -> str:
    """The item of a figure; `previous` is the figure in front of it."""
    line, rules = around.line, around.rules
    multiple = made.unit in rules.words("unit-multiple")
    is_counted = made.amount.kind in (Kind.COUNT, Kind.RATIO, None) and made.unit != "" and not multiple
    label = noun.without_number(whole_label(line, made)) if made.is_elided else ()
    if label and is_counted:  # `Khiếu kiện trong lĩnh vực đất đai: 58`
        return noun.text(line, label)
    right = _right(made, around)
    item = _counted(made, right, front, around) if is_counted else _measured(made, right, front, around)
    item = item or noun.text(line, front.label)
    if not item and made.first and "open" in line.tokens[made.first - 1].kinds:
        item = _bracketed(line, made, previous)
    if not item and made.amount.kind in _NAMELESS and made.role is not Role.CHANGE and _opens_predicate(made, around):
        item = noun.text(line, subjects.elided(around.pieces))
        item = "" if fold(item).startswith(tuple(rules.words("text-party"))) else item
    if previous is None:
        return item
    if previous.amount.kind is Kind.MEASURE and previous.item and _is_dimension(item, rules):
        *thing, dimension = previous.item.split()
        if _is_dimension(dimension, rules):  # `con cá dài 1,8 m, nặng 130 kg`
            item = " ".join([*thing, item])
    goes_on = made.role is not Role.CHANGE and (made.unit == previous.unit or _is_age_group(made, previous, rules))
    if not item and made.amount.kind is Kind.MEASURE:
        goes_on = goes_on or "slash" in line.tokens[made.at - 1].kinds  # `phá rừng trái phép 31 vụ/12 ha`
    if made.amount.kind is Kind.PERCENT and previous.amount.kind is Kind.PERCENT and made.role is Role.SHARE:
        goes_on = True  # `ngành dịch vụ tăng 7,1%; đóng góp 2,5 điểm %`
    is_placed = made.unit == previous.unit and not is_counted and _is_place(front.subject)
    if is_placed and item == noun.text(line, front.subject):
        return previous.item  # `diện tích lúa là 3.172 ha (Ninh Phước 1.940 ha)`
    if _shares_subject(made, around, previous) and (not item or _says_unit(item, previous.item)):
        return previous.item
    if not item and (goes_on or _restates(line, made, previous)):  # `giá xăng giảm 520 đồng, còn 20.310 đồng`
        return previous.item
    return item


def _shares_subject(made: Phrase, around: Around, previous: Phrase) -> bool:
    """`doanh thu tăng 5%, đạt 3 tỷ đồng`: behind a change, a predicate without a subject has that of the change.

    What stands behind a share with `với` is the same thing in numbers: `vốn vay chiếm 30% với 2.800 tỷ đồng`.
    """
    if made.role is Role.CHANGE or noun.has_words(around.nearest):
        return False
    if previous.role is Role.SHARE:
        between = around.line.tokens[previous.at + 1 : made.first]
        return len(between) == 1 and "together" in between[0].kinds
    return previous.role is Role.CHANGE and _opens_predicate(made, around)


def _opens_predicate(made: Phrase, around: Around) -> bool:
    """Whether a predicate without a noun stands in front of a figure: `, đạt 3 tỷ`, `lên 5%`; not `, 36 tuổi`."""
    opening = around.line.tokens[max(0, made.first - 1) : made.first + 1]
    return any(token.kinds.keys() & (subjects.PREDICATE | CLASSES["direction"] | _REACHING) for token in opening)


def _right(made: Phrase, around: Around) -> str:
    """What follows the unit of a figure."""
    line, after = around.line, around.behind
    if made.unit_end:
        return " ".join(line.text[made.unit_end : after[-1].end].split()) if after else ""
    right, token = noun.text(line, after), line.tokens[made.at]
    end = made.at + 1 + len(after)
    if made.amount.kind is Kind.COUNT and end < len(line.tokens) and noun.is_limit(line.tokens[end]):
        limit = line.tokens[end].kinds.get("quantity")
        if isinstance(limit, Amount) and limit.unit in around.rules.words("unit-age"):
            right = f"{right} {line.written(line.tokens[end : end + 1])}".strip()  # `03 người dưới 18 tuổi`
    right = right or _shared_modifier(line, made, around.rules)
    if made.amount.end < token.end and made.amount.unit in around.rules.words("unit-person"):  # `700 người thiệt mạng`
        return f"{line.text[made.amount.end : token.end].strip()} {right}".strip()
    return right


def _shared_modifier(line: Line, made: Phrase, rules: RuleSet) -> str:
    """`140 vụ/185 bị can về các tội phạm môi trường`: what is said behind a pair holds for both."""
    tokens, at = line.tokens, made.at
    if made.amount.kind is not Kind.COUNT or at + 3 >= len(tokens) or "count" not in tokens[at + 2].kinds:
        return ""
    if not tokens[at + 1].kinds.keys() & {"slash", "comma", "together", "dash"}:
        return ""
    modifier = noun.text(line, noun.behind(line, at + 2))
    return modifier if _without_topic(modifier, rules) != modifier else ""


def _is_dimension(word: str, rules: RuleSet) -> bool:
    return word.lower() in rules.words("dimension")


def _bracketed(line: Line, made: Phrase, previous: Phrase | None) -> str:
    """`chung cư Hoa Phượng (2,76 ha)`: what stands right in front of the brackets, unless it is a figure."""
    if previous is not None and previous.at == made.first - 2:
        return ""
    before = line.tokens[max(0, made.first - 3) : made.first - 1]
    if before and NameKind.PERSON in before[-1].kinds:  # `tuyên phạt bị cáo Phạm Văn An (42 tuổi)`
        return noun.text(line, before if "unit" in before[0].kinds else before[-1:])
    named = noun.trimmed(noun.last_segment(pieces_before(line, made.first - 1)[-1]))
    return noun.text(line, named) if len(named) <= _SHORT_LABEL else ""


def _measured(made: Phrase, right: str, front: Front, around: Around) -> str:
    """For money, measures and rates the noun stands in front, or behind with a word of topic (`về việc …`)."""
    line, rules = around.line, around.rules
    subject = "" if front.verb and made.role is Role.LEVEL else noun.text(line, front.subject)
    tail = noun.text(line, front.tail)
    if made.amount.kind is Kind.MONEY and _is_party(line, front, rules):
        tail = ""
    before = ("" if _without_topic(tail, rules) != tail else tail) or subject
    first = line.tokens[made.at + 1] if made.at + 1 < len(line.tokens) else None
    named = _without_topic(right, rules)
    is_whole = "share-of-whole" in made.marks or fold(right) in rules.words("text-whole")
    if named == right and (is_whole or (first and "determiner" in first.kinds)):
        named = ""  # what follows `chiếm 27%` is the whole, not the part, and so is `6,3% GDP`
    return named or " ".join(filter(None, [before, noun.text(line, front.owner)])) or _by_verb(line, made, front, rules)


def _is_party(line: Line, front: Front, rules: RuleSet) -> bool:
    """`trả cho người bị hại 1,2 tỷ`, `hỗ trợ hộ nghèo 5 tỷ`: who gets, gives or has the money is not what it is."""
    if not front.tail or not front.verb:
        return False
    first = front.tail[0]
    before = line.tokens[line.tokens.index(first) - 1].kinds.keys()
    if before & {"possessive"} or line.said([line.tokens[line.tokens.index(first) - 1]]) in rules.words("text-to"):
        return True
    said = line.said(front.tail)
    opens = said.startswith(tuple(rules.words("text-party")))
    return opens or bool(first.kinds.keys() & {"person", *NameKind})


def _without_topic(phrase: str, rules: RuleSet) -> str:
    """A phrase without the word of topic that it begins with: `về việc làm`."""
    first, _, rest = phrase.partition(" ")
    return rest if first in rules.words("text-topic") else phrase


def _by_verb(line: Line, made: Phrase, front: Front, rules: RuleSet) -> str:
    """The item of a measured figure without a noun of its own: what the verb in front does with it."""
    if made.unit in rules.words("unit-multiple") and made.role is Role.LEVEL:
        return str(made.unit)
    if not front.verb:
        return ""
    verb = line.said(front.verb[-1:])
    if "trade" in front.verb[-1].kinds and made.amount.kind in (Kind.MEASURE, Kind.MONEY):
        return f"{verb} {noun.text(line, front.subject)}".strip()  # `nhập khẩu khoảng 53 tỷ USD`
    if made.amount.kind is Kind.MONEY:
        return f"{_supplied('money', rules)} {verb}"
    return f"{_supplied('rate', rules)} {noun.text(line, front.verb)}" if made.role is Role.TARGET else ""


def _supplied(what: str, rules: RuleSet) -> str:
    """The noun that stands for a sum or a rate which the text gives no noun."""
    return next((word for word, told in rules.words("text-supplied").items() if told == what), "")


def _counted(made: Phrase, right: str, front: Front, around: Around) -> str:
    """For counts the unit with its modifiers behind, else with what in front says which are counted."""
    line, rules, amount = around.line, around.rules, made.amount
    unit = " ".join(line.text[amount.number_end : max(amount.end, made.unit_end)].split())
    unit = unit if unit and unit[0].isalpha() else (made.unit or "")
    if right:
        return f"{unit} {right}".strip()
    toll = rules.words("toll").get(line.said(front.verb[-1:]))
    if toll and made.unit in rules.words("unit-person"):
        return f"{unit} {toll}"
    if _is_deed(front):
        return f"{unit} {noun.text(line, [*front.verb, *front.tail])}"
    before = front.tail or front.subject
    if before is front.tail and _is_party(line, front, rules):
        before = ()
    if made.role is not Role.CHANGE or not _says_unit(unit, noun.text(line, before)):
        before = noun.without_number(before)
    tells = _names_the_counted(line, made, front, rules) and not _is_proper(line, before)
    named = (noun.text(line, before) if tells else "") or noun.text(line, noun.without_number(front.label))
    if not named or _opens_heading(named, rules):
        return unit
    first = (before or front.label)[0]
    if made.unit in rules.words("unit-person") and {"person", "unit"} <= first.kinds.keys():
        return named  # `bị cáo 34 người`
    is_whole = _says_unit(unit, named) or _names_quantity(front) or _is_classified(unit, front, rules)
    return named if is_whole else f"{unit} {named}".strip()


def _is_deed(front: Front) -> bool:
    """`vi phạm tốc độ 13 vụ`: what somebody did, nobody named, is what is counted."""
    return bool(front.verb) and not front.subject and "deed" in front.verb[-1].kinds


def _is_classified(unit: str, front: Front, rules: RuleSet) -> bool:
    """`Xe máy điện đạt 8,4 nghìn chiếc`: a bare classifier names nothing that its subject does not."""
    return not front.tail and not front.verb and fold(unit) in rules.words("unit-classifier")


def _says_unit(unit: str, named: str) -> bool:
    return f" {unit.lower()} " in f" {named.lower()} "


def _opens_heading(named: str, rules: RuleSet) -> bool:
    """`công tác tiếp công dân: tiếp 702 lượt`: the label is a heading, and names nothing that is counted."""
    said = _without_topic(fold(named), rules)
    return said.startswith(tuple(f"{word} " for word in rules.words("text-heading")))


def _is_place(named: Sequence[Token]) -> bool:
    """Whether a phrase is the name of a place and nothing else."""
    return len(named) == 1 and NameKind.PLACE in named[0].kinds


def _is_proper(line: Line, named: Sequence[Token]) -> bool:
    """`trả lại Viện kiểm sát 05 vụ`, `Quảng Nam 10 người`: a proper name says where, or who gets it."""
    first = named[0] if named else None
    if first is None or not line.text[first.start].isupper():
        return False
    if line.text[line.sentence.start : line.sentence.end].isupper():
        return bool(first.kinds.keys() & set(NameKind))  # in a heading in capitals they prove no name
    words = line.text[first.start : named[-1].end].split()
    if first.kinds.keys() & set(NameKind) or (len(words) > 1 and words[1][0].isupper()):
        return True
    at = line.tokens.index(first)
    return at > 0 and not line.tokens[at - 1].kinds.keys() & _OPENS_CLAUSE


def _names_the_counted(line: Line, made: Phrase, front: Front, rules: RuleSet) -> bool:
    """Whether what stands in front is the thing counted, not who counts: `án cướp tài sản xảy ra 27 vụ`."""
    if front.tail:
        return True
    if made.role is Role.CHANGE:
        return not any(token.kinds.keys() & {"auxiliary", "copula"} for token in front.subject[:-1])
    if not front.subject:
        return False
    last = line.tokens[made.first - 1] if made.first else None
    ends_in_copula = bool(last and last.kinds.keys() & {"copula", "share"})
    is_clause = any(token.kinds.keys() & {"auxiliary", "copula"} for token in front.subject)
    is_long = len(noun.text(line, front.subject).split()) > LONGEST_LABEL
    if (is_clause or is_long) and not ends_in_copula:
        return False
    if front.verb:
        return "occurrence" in front.verb[-1].kinds
    if last is None or "existence" not in last.kinds:
        return True
    return line.said(front.subject).startswith(tuple(rules.words("text-number")))  # `cả nước có 5 vụ` says where


def _names_quantity(front: Front) -> bool:
    """`dân số tỉnh là 1,3 triệu người`: the noun says already that something is counted."""
    return not front.verb and bool(front.subject) and "quantity-noun" in front.subject[0].kinds


def _is_age_group(made: Phrase, previous: Phrase, rules: RuleSet) -> bool:
    """`người nghiện trong độ tuổi 16 - 30 chiếm 58%`: the age only says which of them."""
    return previous.unit in rules.words("unit-age") and previous.at + 1 == made.first


def _restates(line: Line, made: Phrase, previous: Phrase) -> bool:
    """`58,5 triệu đồng, tương đương 2.587 USD`, `5 tỷ đồng (khoảng 200.000 USD)`: the same thing in another unit."""
    if made.amount.kind is Kind.PERCENT:
        return False
    between = line.tokens[previous.at + 1 : made.at]
    return all(token.kinds.keys() & {"comma", "open", "share", "hedge"} for token in between)
