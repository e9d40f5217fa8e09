"""Every kind of word, declared once: who reads it, and what its values are.

A kind is what the lexer says of a token, or the name of a list that one room reads by itself. A class stands for
several kinds, in a `when` only: no token has it. Packs give kinds their words, and may make kinds of their own
for their own rules; what each kind means is told in `docs/patterns.md`. Tests compare all three with this table.
It is long because every kind has its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from vkstats.model import Modality


class Lexicon(Protocol):
    """What gives the words of a kind: folded word → value. A `RuleSet` does. Hashable by identity."""

    def __hash__(self) -> int: ...

    def words(self, kind: str) -> Mapping[str, str]: ...


class Values(Enum):
    """What the words of a kind stand for."""

    ITSELF = auto()  # each for itself
    TEXT = auto()  # a name, a unit, another word
    NUMBER = auto()  # a decimal number
    FORM = auto()  # what a regular expression means; the kind has forms, and no words
    MADE = auto()  # the kind is made by the lexer or by the lower storey; no pack gives it words


@dataclass(frozen=True, slots=True)
class WordKind:
    """A kind; `readers` are the rooms that ask for it.

    Among the readers, `rules` are the `when` lines of the packs, and `shield` says that its words have to do
    nothing but keep shorter words and numbers from being read.
    """

    name: str
    readers: frozenset[str]
    values: Values | frozenset[str]  # a set is closed: one of these
    is_token: bool  # whether the lexer makes tokens of its words; if not, one room reads the list by itself


def _token(name: str, readers: str, values: Values | frozenset[str] = Values.ITSELF) -> WordKind:
    return WordKind(name, frozenset(readers.split()), values, is_token=True)


def _made(name: str, readers: str) -> WordKind:
    return _token(name, readers, Values.MADE)


def _list(name: str, readers: str, values: Values | frozenset[str] = Values.ITSELF) -> WordKind:
    return WordKind(name, frozenset(readers.split()), values, is_token=False)


_MODALITIES = frozenset(str(modality) for modality in Modality) - {str(Modality.EXACT)}
_CHANGES = frozenset({"up", "down", "both", "against"})
_STATUSES = frozenset({"level", "about", "target"})

_KINDS = (
    # What makes an amount.
    _token("unit", "rules lex amounts tables link names", Values.TEXT),
    _token("money", "rules lex amounts tables link names", Values.TEXT),
    _token("currency", "rules lex amounts", Values.TEXT),
    _token("measure", "rules lex amounts tables names", Values.TEXT),
    _token("below-zero", "rules", Values.TEXT),
    _token("duration", "rules lex amounts names", Values.TEXT),
    _token("percent", "rules lex amounts tables names", Values.TEXT),
    _token("times", "rules lex amounts names", Values.TEXT),
    _token("multiple-word", "rules lex amounts", Values.NUMBER),
    _token("negative", "rules", Values.TEXT),
    _token("hedge", "rules lex amounts link", _MODALITIES),
    _token("hedge-after", "rules amounts", _MODALITIES),
    # What says that a number is no figure.
    _token("ordinal", "rules lex link"),
    _token("ordinal-weak", "rules lex link"),
    _token("identifier", "rules"),
    _token("uncounted", "rules"),
    _token("attributive", "link"),
    _token("class-limit", "rules"),
    _token("length-cue", "link"),
    _token("compound", "link shield"),
    _token("notation", "shield"),
    # What a number states.
    _token("up", "rules lex link"),
    _token("down", "rules lex link"),
    _token("flat", "rules link"),
    _token("versus", "rules link"),
    _token("contrast", "rules"),
    _token("share", "rules link"),
    _token("target", "rules link", Values.TEXT),
    _token("parts", "rules link"),
    _token("parts-of", "link"),
    _token("parts-back", "link"),
    _token("rest", "link"),
    _token("respectively", "rules link"),
    _list("family", "link", Values.TEXT),
    _token("person", "link"),
    _token("dimension", "link"),
    _token("undated", "link"),
    _token("toll", "link", Values.TEXT),
    _token("period", "rules tables link dates", Values.FORM),
    _token("passing-time", "dates", Values.FORM),
    # What marks out the counted noun and the verb.
    _token("verb", "rules lex tables link frame"),
    _token("auxiliary", "rules lex link frame"),
    _token("copula", "rules link"),
    _token("quantity-noun", "rules link"),
    _token("adjunct", "tables link names"),
    _token("border", "tables link names"),
    _token("joint", "link names"),
    _token("determiner", "link names"),
    _token("together", "rules link"),
    # What leads from the words of a rule to its number.
    _token("from", "rules"),
    _token("until", "rules"),
    _token("to", "rules"),
    _token("per-one", "rules"),
    _token("out-of", "rules"),
    _token("mean", "rules"),
    _token("age", "rules"),
    _token("years", "rules"),
    _token("months", "rules"),
    _token("and", "rules"),
    _token("fold", "rules"),
    _token("to-level", "rules link"),
    _token("left", "rules link"),
    _token("onto", "rules"),
    _token("at-level", "rules"),
    _token("change-lead", "rules"),
    _token("share-lead", "rules"),
    _token("equivalent", "rules"),
    _token("of-time", "rules"),
    # What tells words of one kind apart for the linker.
    _token("against-target", "rules link"),
    _token("passing", "link", Values.TEXT),
    _token("request", "link", frozenset({"asked", "ruled"})),
    _token("contribution", "link"),
    _token("reaching", "link"),
    _token("identity", "link"),
    _token("existence", "link"),
    _token("perfect", "link"),
    _token("negation", "link"),
    _token("passive", "link"),
    _token("adjective", "link"),
    _token("remaining", "link"),
    _token("resultative", "link"),
    _token("concession", "link"),
    _token("collective", "link"),
    _token("each", "link"),
    _token("possessive", "link"),
    _token("within", "link"),
    _token("according", "link"),
    _token("number-noun", "link"),
    _token("number-word", "link"),
    _token("rate-noun", "link", frozenset({"share", "speed"})),
    _token("trade", "link"),
    _token("occurrence", "link"),
    _token("deed", "link"),
    _token("causing", "link"),
    # What the linker reads in the text itself, and what it knows of canonical units.
    _list("text-copula", "link"),
    _list("text-topic", "link"),
    _list("text-number", "link"),
    _list("text-heading", "link"),
    _list("text-sum", "link"),
    _list("text-party", "link"),
    _list("text-to", "link"),
    _list("text-mean", "link"),
    _list("text-little", "link"),
    _list("text-quantity", "link"),
    _list("text-supplied", "link", frozenset({"money", "rate", "count", "duration", "part"})),
    _list("text-aim", "link"),
    _list("text-plan", "link"),
    _list("text-done", "link"),
    _list("text-announce", "link"),
    _list("text-event", "link"),
    _list("text-since", "link"),
    _list("text-telling", "link"),
    _list("text-result", "link"),
    _list("text-source", "link"),
    _list("text-stock", "link"),
    _list("text-leaning", "link"),
    _list("unit-person", "link"),
    _list("unit-age", "link"),
    _list("sex", "link"),
    _list("unit-multiple", "link"),
    _list("unit-not-summed", "link"),
    _list("unit-scale", "link", Values.TEXT),
    _list("unit-classifier", "link"),
    _list("counted-as", "link", Values.TEXT),
    _list("unit-quantity", "link", Values.TEXT),
    # What the lexer makes by itself.
    _made("number", "rules lex amounts link"),
    _made("citation", "lex link"),
    _made("organisation-name", "lex link"),
    _made("person-name", "lex link"),
    _made("place-name", "lex link"),
    _made("scaled", "rules lex"),
    _made("round", "rules lex"),
    _made("numeral", "rules lex amounts"),
    _made("sign", "rules lex amounts link"),
    _made("code", "rules lex link"),
    _made("words", "rules lex literals link"),
    _made("open", "rules amounts link"),
    _made("close", "rules link"),
    _made("comma", "rules amounts link"),
    _made("semicolon", "amounts link"),
    _made("colon", "rules link"),
    _made("dash", "rules link"),
    _made("equals", "rules amounts link"),
    _made("slash", "rules link"),
    _made("stop", "link"),
    # What the lower storey makes of numbers and units.
    _made("count", "rules link"),
    _made("percentage", "rules"),
    _made("sum", "rules link"),
    _made("quantity", "rules link"),
    _made("time", "rules"),
    _made("ratio", "rules"),
    _made("multiple", "rules"),
    _made("twofold", "rules"),
    _made("bare", "rules link"),
    _made("label", "amounts link"),
    # The layout of a document.
    _list("layout-opening", "text"),
    _list("layout-open-end", "text"),
    _list("layout-abbreviation", "text"),
    _list("layout-weekday", "text"),
    _list("layout-day", "text"),
    _list("layout-month", "text", Values.TEXT),
    _list("layout-half-day", "text", frozenset({"a", "p"})),
    _list("layout-section", "text"),
    _list("layout-published", "text"),
    _list("layout-views", "text"),
    _list("layout-division", "text", frozenset({"number", "word"})),
    _list("layout-dated", "text frame"),
    _list("layout-motto", "text"),
    _list("layout-about", "text"),
    _list("layout-addressee", "text"),
    _list("layout-mark", "text"),
    _list("layout-seat", "text", frozenset({"place", "body"})),
    _list("layout-number", "text"),
    _list("layout-signed", "text"),
    _list("layout-sign-here", "text"),
    _list("layout-signer", "text"),
    _list("layout-signs-for", "text", frozenset({"any", "office"})),
    _list("layout-office", "text"),
    _list("layout-recipients", "text"),
    _list("layout-site", "text"),
    _list("layout-site-label", "text"),
    _list("layout-form", "text"),
    _list("layout-form-sort", "text"),
    _list("layout-caption", "text"),
    _list("layout-picture", "text"),
    _list("layout-picture-sort", "text"),
    _list("layout-scene", "text"),
    _list("layout-occasion", "text"),
    _list("layout-field", "text", frozenset({"title", "time", "author", "link", "text"})),
    _list("layout-honour", "text", frozenset({"degree", "rank"})),
    _list("layout-credit", "text"),
    _list("layout-credit-behind", "text"),
    _list("layout-author-office", "text", Values.TEXT),
    _list("layout-source", "text"),
    _list("layout-and", "text"),
    _list("layout-address", "text"),
    _list("layout-address-unsure", "text"),
    # Labels of tables.
    _list("table-number", "tables"),
    _list("table-corner", "tables"),
    _list("table-unit", "text tables", frozenset({"sure", "unsure"})),
    _list("table-counts", "tables"),
    _list("table-counted", "read"),
    _list("table-dated", "read"),
    _list("table-people", "tables"),
    _list("table-money", "tables", Values.TEXT),
    _list("table-not-summed", "tables"),
    _list("table-total", "tables"),
    _list("table-change", "tables", _CHANGES),
    _list("table-share", "tables"),
    _list("table-status", "tables", _STATUSES),
    _list("table-aside", "tables"),
    # Parts of pages, documents and letters.
    _list("page-quantifier", "read"),
    _list("page-listing", "read"),
    _list("page-other", "read"),
    _list("page-box", "read"),
    _list("page-counted", "read"),
    _list("page-rating", "read"),
    _list("page-see-also", "read"),
    _list("page-imprint", "read"),
    _list("page-licence", "read"),
    _list("page-visits", "read"),
    _list("page-office", "read"),
    _list("page-name-aside", "read"),
    _list("page-name-article", "read"),
    _list("page-name-title", "read"),
    _list("page-name-lead", "read"),
    _list("page-name-credit", "read"),
    _list("page-name-caption", "read"),
    _list("page-name-notes", "read"),
    _list("page-style-contents", "read"),
    _list("page-style-title", "read"),
    _list("page-style-heading", "read"),
    _list("page-style-caption", "read"),
    _list("page-number", "read"),
    _list("page-answer", "read"),
    # Organisations.
    _list("name-office", "link names", Values.TEXT),
    _list("name-body", "names", Values.TEXT),
    _list("name-body-national", "names"),
    _list("name-committee", "names"),
    _list("name-department", "names link"),
    _list("name-field", "names", Values.TEXT),
    _list("name-field-ministry", "names"),
    _list("name-field-local", "names"),
    _list("name-field-abroad", "names"),
    _list("name-not-ministry", "names"),
    _list("name-institution", "names", Values.TEXT),
    _list("name-unit", "names", Values.TEXT),
    _list("name-agency", "names", Values.TEXT),
    _list("name-work", "names"),
    _list("name-work-short", "names", Values.TEXT),
    _list("name-work-verb", "names"),
    _list("name-of-country", "names"),
    _list("name-joint", "names"),
    _list("name-tail", "names"),
    _list("name-committee-level", "names", Values.TEXT),
    _list("name-department-central", "names"),
    _list("name-department-open", "names"),
    _list("name-office-spelled", "names"),
    _list("name-office-between", "names"),
    _list("name-office-high", "names", Values.TEXT),
    _list("name-office-region", "names"),
    _list("name-body-not", "names"),
    _list("name-home", "names", Values.TEXT),
    _list("name-country-cue", "names"),
    _list("name-this-country", "names"),
    _list("name-holder", "names"),
    _list("name-agency-holder", "names"),
    _list("name-of", "names frame"),
    _list("name-at", "names frame"),
    _list("name-and", "names"),
    _list("name-venue", "frame"),
    _list("name-receives", "frame"),
    _list("name-suspect", "frame"),
    _list("name-or", "names"),
    _list("name-together", "names frame"),
    _list("name-number", "names"),
    _list("name-end", "names"),
    _list("name-short-cue", "names"),
    _list("name-firm", "names"),
    _list("name-reported", "frame"),
    _list("name-reported-to", "frame"),
    _list("name-reports", "frame"),
    _list("name-tells", "frame"),
    _list("name-staff", "frame"),
    _list("name-medium", "frame"),
    _list("name-case", "frame"),
    _list("name-venue", "frame"),
    _list("name-receives", "frame"),
    _list("name-suspect", "frame"),
    # People.
    _list("name-role", "text names frame", Values.TEXT),
    _list("name-role-of-place", "names", Values.TEXT),
    _list("name-rank", "names", Values.TEXT),
    _list("name-title", "names"),
    _list("name-standing", "names", Values.TEXT),
    _list("name-occupation", "names"),
    _list("name-former", "names"),
    _list("name-seat", "names", Values.TEXT),
    _list("name-ministry-short", "names", Values.TEXT),
    _list("name-unit-end", "names"),
    _list("name-surname", "text names"),
    _list("name-surname-rare", "text names"),
    _list("name-not", "names"),
    _list("name-thing", "names"),
    _list("name-ministry", "names", Values.TEXT),
    _list("name-title-clear", "names"),
    _list("name-title-not", "names"),
    _list("name-several", "names"),
    _list("name-former-not", "names"),
    _list("name-also", "names"),
    _list("name-now", "names"),
    _list("name-holds", "names"),
    _list("name-age", "names"),
    _list("name-born", "names"),
    _list("name-known-as", "names"),
    _list("name-lives", "names"),
    _list("name-streets", "names"),
    _list("name-streets-not", "names"),
    _list("name-byline", "names"),
    _list("name-photo", "names", Values.TEXT),
    # Places.
    _list("name-level", "tables names link frame", Values.TEXT),
    _list("name-level-short", "names", Values.TEXT),
    _list("name-level-not", "names"),
    _list("name-province", "text tables names", Values.TEXT),
    _list("name-country", "tables names"),
    _list("name-place-several", "names"),
    _list("name-place-not", "names"),
    _list("name-place-former", "names"),
    _list("name-place-link", "names"),
    _list("name-level-tier", "names", Values.TEXT),
    _list("name-level-rank", "names", Values.NUMBER),
    _list("name-level-numbered", "names"),
    _list("name-place-with-level", "names", Values.TEXT),
    _list("name-place-needs-level", "names"),
    _list("name-time", "lex"),
    _list("name-clock-joint", "dates"),
    # Citations of law.
    _list("law-document", "names link frame", Values.TEXT),
    _list("law-document-bare", "names link"),
    _list("law-abbreviation", "names", Values.TEXT),
    _list("law-abbreviation-joint", "names"),
    _list("law-issuer", "names", Values.TEXT),
    _list("law-maker", "names link", Values.TEXT),
    _list("law-name", "names link", Values.TEXT),
    _list("law-name-unsure", "names"),
    _list("law-charge", "names"),
    _list("law-not", "names"),
    _list("law-other", "names"),
    _list("law-back", "names"),
    _list("law-foreign", "names"),
    _list("law-offence-2015", "names", Values.TEXT),
    _list("law-offence-1999", "names", Values.TEXT),
    _list("law-offence-alias", "names", Values.TEXT),
    _list("law-article", "names", Values.TEXT),
    _list("law-clause", "names"),
    _list("law-point", "names"),
    _list("law-chapter", "names", Values.TEXT),
    _list("law-from", "names"),
    _list("law-to", "names"),
    _list("law-after", "names"),
    _list("law-in", "names"),
    _list("law-type", "names"),
    _list("law-penal", "names"),
    _list("law-amending", "names", Values.TEXT),
    _list("law-amended", "names"),
    _list("law-amended-cue", "names"),
    _list("law-current", "names"),
    _list("law-assembly", "names"),
    _list("law-letter", "names"),
    _list("law-signed", "names"),
    _list("law-day", "names"),
    _list("law-month", "names"),
    _list("law-year", "names"),
    _list("law-offence", "names", Values.TEXT),
    _list("law-deed", "names"),
    _list("law-next-offence", "names"),
    _list("law-to-article", "names"),
    _list("law-from-article", "names"),
)
KINDS: Mapping[str, WordKind] = {kind.name: kind for kind in _KINDS}
# The kinds that no pack can give words.
MADE = frozenset(kind.name for kind in _KINDS if kind.values is Values.MADE)

CLASSES: Mapping[str, frozenset[str]] = {
    "counted": frozenset({"unit", "money", "currency", "measure", "duration", "percent", "times"}),
    "amount": frozenset({"count", "percentage", "sum", "quantity", "time", "ratio", "multiple", "twofold", "bare"}),
    "direction": frozenset({"up", "down", "flat"}),
}


def is_token(kind: str) -> bool:
    """Whether the lexer makes tokens of the words of a kind; a kind that only a pack knows is made for its rules."""
    return kind not in KINDS or KINDS[kind].is_token
