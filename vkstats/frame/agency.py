"""The body whose results a text reports: of its head, else the one for which most evidence adds up.

Each mention of a body is described by a few named features, which weigh what `weights/agency.yaml` says; one that
repeats counts a few times at most, so that no body wins by being named often. A body is a candidate where it acts or
is reported somewhere, or stands in the headline; that no body is told is one too, and where two of them lead with
nearly the same sum, the text tells of several, and none is its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

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
_SHOWING = frozenset({"headline", "byline", "alone"})
_DOING = frozenset({"acts", "acts-in-lead", "tells", "tells-in-lead", "reported", "reported-in-lead"})
_MANY = 3  # rivals that do as much as the one in front: a bulletin of the doings of many
_ARTICLE = 4  # blocks of the shortest article with its headline and author
_SENTENCE = 60  # code points of the shortest block that is a lead
_CLOSE = 100  # hundredths; where a rival is so near, it is left open


class _AgencyWords:
    """The words around the name of a body that tell what it does there."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.reported = pattern(
            lexicon, r"<name-reported>(?! <name-reported-to>)(?:(?! <law-document> )[^,.;\n]){0,60}$"
        )
        # Between a body and its verb: `Công an TP. Vinh (Nghệ An) đã …`, `Công an TP. Vinh, tỉnh …, đã …`
        few, on = r"(?:[^\W\d]+ )", r"[^,.;:\n\d]{1,40}"
        others = r"(?: <name-together> [^,.;\d\n]{1,40}?)?(?: <auxiliary>)*"
        gap = rf"(?: \([^()\n]{{1,40}}\)|, <name-level>\.? [^,.;\d\n]{{1,20}}?)?,?{others}"
        self.tells = pattern(lexicon, rf"{gap}[^,.;\n]{{0,12}}? <name-tells>(?!\w)")
        self.figures = pattern(lexicon, r"(?: (?!<layout-dated> )[^\W\d]+[,:]?){0,6} \d")
        self.medium = pattern(lexicon, r"<name-medium>(?!\w)")
        self.office = pattern(lexicon, r"(?<!\w)<name-role> $")  # `Phó Giám đốc X cho biết` speaks for it
        self.owns = pattern(lexicon, r"(?<!\w)(?:<name-of>|<name-role>|<name-staff>) $")  # of a body, not it
        self.acts = pattern(lexicon, rf"{gap}(?:[^,.;\n]{{0,12}} <name-reports>| <verb>)(?!\w)")
        # What in front of a body says that it is no more than that: `vụ lừa đảo tại Công ty X`, `nguyên giám đốc X`.
        self.beside = (
            ("of-a-suspect", pattern(lexicon, rf"(?<!\w)<name-suspect> {few}{{0,4}}?<name-role> (?:[^\W\d]+ )?$")),
            ("scene", pattern(lexicon, rf"(?<!\w)(?:(?<!\d )<name-case> {on} <name-at>|<name-venue>) $")),
            ("receives", pattern(lexicon, r"(?<!\w)<name-receives>(?: [^\W\d]+){0,2} $")),
        )


@lru_cache(maxsize=4)
def _agency_words(lexicon: Lexicon) -> _AgencyWords:
    return _AgencyWords(lexicon)


@dataclass(slots=True)
class _Body:
    """A body of the text: where it is first named, and how often its mentions show each feature."""

    start: int
    end: int
    sort: tuple[str, str | None]  # `Công an`, `huyện`
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


def is_bulletin(article: Article) -> bool:
    """Whether the text is of several articles, each with its author below it: none of them is the whole text's."""
    signed = [byline.block for byline in article.bylines if byline.names and not byline.is_signature]
    return any(below - above >= _ARTICLE for above, below in pairwise(signed))


def read_agency(
    article: Article, organisations: Organisations, weights: Mapping[str, int]
) -> tuple[str, Evidence] | None:
    """The full name of the body and what says so; None where none is told, or several are."""
    issued = issuer(article, organisations.lexicon)
    if issued:
        name, (start, end) = issued
        return name, Evidence("agency", article.text[start:end], start, end, Sureness.TOLD)
    if is_bulletin(article):
        return None
    told = {name: body for name, body in _bodies(article, organisations).items() if body.deeds or body.is_shown}
    choice = choose([*(body.reading(name) for name, body in told.items()), Candidate(None, ("none",))], weights)
    if choice.value is None or choice.margin < _CLOSE:
        return None
    found = told[choice.value]
    if not found.is_shown and _is_one_of_many(choice.value, told):
        return None
    sureness = Sureness.SHOWN if found.is_shown else Sureness.INFERRED
    said = article.text[found.start : found.end]
    return choice.value, Evidence("agency", said, found.start, found.end, sureness)


def _is_one_of_many(name: str, told: Mapping[str, _Body]) -> bool:
    """Whether the text tells what many do: several as much as the one in front, or another of its sort elsewhere."""
    found = told[name]
    rivals = [body for other, body in told.items() if other != name and body.deeds >= max(found.deeds, 1)]
    return len(rivals) >= _MANY or any(body.sort == found.sort for body in rivals)


def _bodies(article: Article, organisations: Organisations) -> dict[str, _Body]:
    """The bodies that are named outside captions, but for papers, by their full names.

    A body without its place (`Sở Tư pháp`) is the one of that name that the text gives in full, where only one is.
    """
    words, blocks = _agency_words(organisations.lexicon), article.blocks
    lead = _lead(blocks)
    found: dict[str, _Body] = {}
    elided: list[tuple[str, list[str]]] = []
    at = 0
    for each in organisations.bodies:
        mention = each.above or each  # a unit's results are those of the whole
        name = organisations.full_name(mention)
        while blocks[at].end <= mention.start:
            at += 1
        if blocks[at].kind in _NO_BODY or blocks[at].kind is BlockKind.CAPTION:
            continue
        features = list(_features(each, organisations.writing, blocks[at], words, leads=at <= lead + 1))
        if name is None:
            if not organisations.writing.is_capital(mention.end + 1):  # else its name goes on, unread
                elided.append((organisations.written(mention), features))
        elif not words.medium.match(fold(name)):  # a paper tells the results of others
            found.setdefault(name, _Body(mention.start, mention.end, (mention.head, mention.level))).shown.update(
                features
            )
    for short, features in elided:
        meant = [name for name in found if name.startswith(f"{short} ")]
        if len(meant) == 1 and not found[meant[0]].deeds:
            found[meant[0]].shown.update(features)
    return found


def _lead(blocks: Sequence[Block]) -> int:
    """The index of the first block of running text below the headline, as long as a sentence."""
    running = (
        index
        for index, block in enumerate(blocks)
        if index and block.kind not in _NO_BODY | {BlockKind.CAPTION, BlockKind.TITLE, BlockKind.BYLINE}
        if block.end - block.start >= _SENTENCE
    )
    return next(running, 0)


def _features(
    mention: OrganisationMention, writing: Writing, block: Block, words: _AgencyWords, *, leads: bool
) -> Iterator[str]:
    """What one mention shows of the body it names."""
    begin, start = max(block.start, mention.start - _REACH), mention.start
    yield "named"
    beside = next((kind for kind, front in words.beside if front.search(writing.folded, begin, start)), None)
    if beside:
        yield beside
        return
    is_owner = words.owns.search(writing.folded, begin, start) is not None
    if (start, mention.end) == (block.start, block.end):
        yield "alone"  # a line that is nothing but the name: over the text or under it
    if block.kind is BlockKind.TITLE and not is_owner:
        yield "headline"
        if start == block.start:
            yield "opens-headline"
    elif block.kind is BlockKind.BYLINE:
        yield "byline"
    elif leads:
        yield "lead"
    if words.reported.search(writing.folded, begin, start):
        yield "reported-in-lead" if leads else "reported"
    yield from _deeds(mention, writing, block, words, leads=leads)


def _deeds(
    mention: OrganisationMention, writing: Writing, block: Block, words: _AgencyWords, *, leads: bool
) -> Iterator[str]:
    """What the body, or who holds an office in it, is said to do behind the mention."""
    folded, begin = writing.folded, max(block.start, mention.start - _REACH)
    holder = capital_run(writing.text, mention.end + 1, block.end)  # `Viện trưởng VKSND huyện X Lê An cho biết …`
    if holder and words.tells.match(folded, holder.end):
        yield "tells-in-lead" if leads else "tells"
        return
    is_owner = words.owns.search(folded, begin, mention.start) is not None
    if block.kind is BlockKind.TITLE or (is_owner and not words.office.search(folded, begin, mention.start)):
        return
    deed = words.tells.match(folded, mention.end) or (not is_owner and words.acts.match(folded, mention.end))
    if not deed:
        return
    kind = "tells" if deed.re is words.tells else "acts"
    yield f"{kind}-in-lead" if leads else kind
    if words.figures.match(folded, deed.end()):
        yield "with-figures"
