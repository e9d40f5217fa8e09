"""The body whose results a text reports: of its head, else the one for which most evidence adds up.

Each mention of a body is described by a few named features; each feature weighs what `_WEIGHTS` says, and a feature
that repeats counts a few times at most, so that no body wins by being named often. A body must act or be reported
somewhere, or stand in the headline; where two of them lead with nearly the same sum, the text tells of several, and
none is its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from vkstats.frame.letterhead import issuer
from vkstats.model import Article, Block, BlockKind, Evidence, Sureness
from vkstats.names.lexicon import pattern
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.writing import Writing, capital_run
from vkstats.text import fold
from vkstats.vocabulary import Lexicon

_NO_BODY = frozenset({BlockKind.PUBLISHED, BlockKind.BOILERPLATE})
_REACH = 70  # characters in front of a body's name that tell what it does there
_MOST = 4  # times that a feature of a body counts

# What a mention shows of the body, and what it weighs.
_WEIGHTS = {
    "named": 1,
    "headline": 4,  # named there, and not only the scene
    "opens headline": 2,  # `VKSND tỉnh X: …`
    "byline": 4,  # the author is of it
    "lead": 1,
    "acts": 1,  # `VKSND tỉnh X đã …`
    "acts in lead": 4,
    "tells": 2,  # `VKSND tỉnh X cho biết …`, or one who holds an office in it
    "tells in lead": 5,
    "with figures": 2,  # `… đã khởi tố 388 vụ`
    "reported": 2,  # `theo báo cáo của X`
    "scene": -2,  # `tại X`, where something happens
    "receives": -2,  # `kiến nghị X`, `gửi X`
    "of a suspect": -4,  # `nguyên giám đốc X bị bắt`
}
# A body is told by one of these; a text that only names bodies reports nobody's results.
_TELLING = frozenset({"headline", "byline", "acts", "acts in lead", "tells", "tells in lead", "reported"})
_DOING = frozenset({"acts", "acts in lead", "tells", "tells in lead", "reported"})
_LEAST = 4
_MANY = 3  # rivals that do as much as the one in front
_CLOSE = 1  # a rival with a sum so near, told as well, leaves it open


class _AgencyWords:
    """The words around the name of a body that tell what it does there."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.reported = pattern(lexicon, r"<name-reported>(?! <name-reported-to>)[^,.;\n]{0,60}$")
        # What may stand between a body and its verb: `Công an TP. Vinh (Nghệ An) đã …`, `Công an TP. Vinh, tỉnh …, đã …`
        gap = r"(?: \([^()\n]{1,40}\)|, <name-level>\.? [^,.;\d\n]{1,20}?)?,?(?: <auxiliary>)*"
        self.tells = pattern(lexicon, rf"{gap}[^,.;\n]{{0,12}}? <name-tells>(?!\w)")
        self.figures = pattern(lexicon, r" (?:(?!<layout-dated> )[^\W\d]+ ){0,3}\d")
        self.medium = pattern(lexicon, r"<name-medium>(?!\w)")
        self.owns = pattern(lexicon, r"(?<!\w)(?:<name-of>|<name-role>|<name-staff>) $")  # what is of a body does not act as it
        self.acts = pattern(lexicon, rf"{gap}(?:[^,.;\n]{{0,12}} <name-reports>| <verb>)(?!\w)")
        # `vụ lừa đảo tại Công ty X`: where a case happened, which is not who reports it
        self.scene = pattern(
            lexicon, r"(?<!\w)(?:(?<!\d )<name-case> [^,.;:\n\d]{1,40} <name-at>|<name-venue>) $"
        )
        self.receives = pattern(lexicon, r"(?<!\w)<name-receives>(?: [^\W\d]+){0,2} $")
        self.suspect = pattern(lexicon, r"(?<!\w)<name-suspect> (?:[^\W\d]+ ){0,4}?<name-role> (?:[^\W\d]+ )?$")


@lru_cache(maxsize=4)
def _agency_words(lexicon: Lexicon) -> _AgencyWords:
    return _AgencyWords(lexicon)


@dataclass(slots=True)
class _Candidate:
    """A body of the text: where it is first named, and how often its mentions show each feature."""

    start: int
    end: int
    shown: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """The sum of what its features weigh."""
        return sum(_WEIGHTS[feature] * min(times, _MOST) for feature, times in self.shown.items())

    @property
    def deeds(self) -> int:
        """How many of its mentions show it doing or telling something."""
        return sum(times for feature, times in self.shown.items() if feature in _DOING)

    @property
    def is_told(self) -> bool:
        """Whether the text says that it has something to report."""
        return any(feature in _TELLING for feature in self.shown)


def read_agency(article: Article, organisations: Organisations) -> tuple[str, Evidence] | None:
    """The full name of the body and what says so; None where none is told, or several are."""
    issued = issuer(article, organisations.lexicon)
    if issued:
        name, (start, end) = issued
        return name, Evidence("agency", article.text[start:end], start, end, Sureness.TOLD)
    candidates = _candidates(article, organisations)
    best = max(candidates, key=lambda name: candidates[name].total, default=None)
    if best is None:
        return None
    found = candidates[best]
    rivals = [other for name, other in candidates.items() if name != best and other.is_told]
    if not found.is_told or found.total < _LEAST or any(found.total - other.total < _CLOSE for other in rivals):
        return None
    if not (found.shown["headline"] or found.shown["byline"]) and _is_one_of_many(found, rivals):
        return None
    sureness = Sureness.SHOWN if found.shown["headline"] or found.shown["byline"] else Sureness.INFERRED
    return best, Evidence("agency", article.text[found.start : found.end], found.start, found.end, sureness)


def _is_one_of_many(found: _Candidate, rivals: Sequence[_Candidate]) -> bool:
    """Whether several bodies do as much in the text as the one found: a bulletin of the doings of many."""
    return sum(other.deeds >= found.deeds for other in rivals) >= _MANY


def _candidates(article: Article, organisations: Organisations) -> dict[str, _Candidate]:
    words, blocks = _agency_words(organisations.lexicon), article.blocks
    bodies = [index for index, block in enumerate(blocks) if block.kind not in _NO_BODY]
    lead = bodies[1] if len(bodies) > 1 else 0
    found: dict[str, _Candidate] = {}
    at = 0
    for each in organisations.mentions:
        mention = each.above or each  # a unit's results are those of the whole
        name = organisations.full_name(mention)
        while blocks[at].end <= mention.start:
            at += 1
        if name is None or blocks[at].kind in _NO_BODY or blocks[at].kind is BlockKind.CAPTION:
            continue
        if words.medium.match(fold(name)):
            continue  # a paper tells the results of others
        candidate = found.setdefault(name, _Candidate(mention.start, mention.end))
        candidate.shown.update(_features(each, organisations.writing, blocks[at], words, leads=at <= lead + 1))
    return found


def _features(
    mention: OrganisationMention, writing: Writing, block: Block, words: _AgencyWords, *, leads: bool
) -> Iterator[str]:
    """What one mention shows of the body it names."""
    begin, start = max(block.start, mention.start - _REACH), mention.start
    folded = writing.folded
    holder = capital_run(writing.text, mention.end + 1, block.end)  # of an office in it: `Viện trưởng VKSND … Lê An`
    yield "named"
    if words.suspect.search(folded, begin, start):
        yield "of a suspect"
        return
    if words.scene.search(folded, begin, start):
        yield "scene"
        return
    if words.receives.search(folded, begin, start):
        yield "receives"
        return
    is_owner = words.owns.search(folded, begin, start) is not None
    if block.kind is BlockKind.TITLE and not is_owner:
        yield "headline"
        if start == block.start:
            yield "opens headline"
    elif block.kind is BlockKind.BYLINE:
        yield "byline"
    elif leads:
        yield "lead"
    if words.reported.search(folded, begin, start):
        yield "reported"
    if holder and words.tells.match(folded, holder.end):
        yield "tells in lead" if leads else "tells"
        return
    if block.kind is BlockKind.TITLE or is_owner:
        return
    deed = words.tells.match(folded, mention.end) or words.acts.match(folded, mention.end)
    if deed is None:
        return
    kind = "tells" if deed.re is words.tells else "acts"
    yield f"{kind} in lead" if leads else kind
    if words.figures.match(folded, deed.end()):
        yield "with figures"
