"""The body whose results a text reports: of its head, else the one for which most evidence adds up.

Each mention of a body is described by a few named features, which weigh what `weights/agency.yaml` says; one that
repeats counts a few times at most, so that no body wins by being named often. A body is a candidate where it acts or
is reported somewhere, or stands in the headline; that no body is told is one too, and where two of them lead with
nearly the same sum, the text tells of several, and none is its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from vkstats.frame.letterhead import issuer
from vkstats.link.evidence import Candidate, choose
from vkstats.model import Article, Block, BlockKind, Evidence, Sureness
from vkstats.names.lexicon import pattern
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.writing import Writing, capital_run
from vkstats.text import fold
from vkstats.vocabulary import Lexicon

_NO_BODY = frozenset({BlockKind.PUBLISHED, BlockKind.BOILERPLATE})
_REACH = 70  # characters in front of a body's name that tell what it does there
_MOST = 4  # times that a feature of a body counts

# A body is told by one of these; a text that only names bodies reports nobody's results.
_SHOWING = frozenset({"headline", "byline"})
_DOING = frozenset({"acts", "acts-in-lead", "tells", "tells-in-lead", "reported"})
_MANY = 3  # rivals that do as much as the one in front: a bulletin of the doings of many
_CLOSE = 100  # hundredths; where a rival is so near, it is left open


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
class _Body:
    """A body of the text: where it is first named, and how often its mentions show each feature."""

    start: int
    end: int
    shown: Counter[str] = field(default_factory=Counter)

    @property
    def deeds(self) -> int:
        """How many of its mentions show it doing or telling something."""
        return sum(times for feature, times in self.shown.items() if feature in _DOING)

    @property
    def is_shown(self) -> bool:
        """Whether headline or byline show that the text is its own."""
        return not _SHOWING.isdisjoint(self.shown)

    def reading(self, name: str) -> Candidate:
        """The body as a candidate."""
        repeated = (feature for feature, times in self.shown.items() for _ in range(min(times, _MOST)))
        return Candidate(name, tuple(repeated), self.start, self.end)


def read_agency(
    article: Article, organisations: Organisations, weights: Mapping[str, int]
) -> tuple[str, Evidence] | None:
    """The full name of the body and what says so; None where none is told, or several are."""
    issued = issuer(article, organisations.lexicon)
    if issued:
        name, (start, end) = issued
        return name, Evidence("agency", article.text[start:end], start, end, Sureness.TOLD)
    told = {name: body for name, body in _bodies(article, organisations).items() if body.deeds or body.is_shown}
    choice = choose([*(body.reading(name) for name, body in told.items()), Candidate(None, ("none",))], weights)
    if choice.value is None or choice.margin < _CLOSE:
        return None
    found = told[choice.value]
    if not found.is_shown and sum(other.deeds >= found.deeds for other in told.values()) > _MANY:
        return None
    sureness = Sureness.SHOWN if found.is_shown else Sureness.INFERRED
    said = article.text[found.start : found.end]
    return choice.value, Evidence("agency", said, found.start, found.end, sureness)


def _bodies(article: Article, organisations: Organisations) -> dict[str, _Body]:
    """The bodies that are named outside captions, but for papers, by their full names."""
    words, blocks = _agency_words(organisations.lexicon), article.blocks
    bodies = [index for index, block in enumerate(blocks) if block.kind not in _NO_BODY]
    lead = bodies[1] if len(bodies) > 1 else 0
    found: dict[str, _Body] = {}
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
        body = found.setdefault(name, _Body(mention.start, mention.end))
        body.shown.update(_features(each, organisations.writing, blocks[at], words, leads=at <= lead + 1))
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
        yield "of-a-suspect"
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
            yield "opens-headline"
    elif block.kind is BlockKind.BYLINE:
        yield "byline"
    elif leads:
        yield "lead"
    if words.reported.search(folded, begin, start):
        yield "reported"
    if holder and words.tells.match(folded, holder.end):
        yield "tells-in-lead" if leads else "tells"
        return
    if block.kind is BlockKind.TITLE or is_owner:
        return
    deed = words.tells.match(folded, mention.end) or words.acts.match(folded, mention.end)
    if deed is None:
        return
    kind = "tells" if deed.re is words.tells else "acts"
    yield f"{kind}-in-lead" if leads else kind
    if words.figures.match(folded, deed.end()):
        yield "with-figures"
