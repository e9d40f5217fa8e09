"""Later mentions of the people whom a document names: `ông Trường`, `Trường đã bỏ trốn`, `Donald Trump … Trump`.

A short name is the end of a full one, behind a title also its surname where that is how a people's are called
(`ông Tập`); of several who share it, the one spoken of last is meant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from vkstats.model import Article, BlockKind
from vkstats.names.known import is_verb, word_over
from vkstats.names.organisations import Organisations
from vkstats.names.people.said import PersonMention
from vkstats.names.people.words import PeopleWords
from vkstats.names.writing import Run, capital_runs
from vkstats.text import fold

_SKIPPED = frozenset({BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.PUBLISHED})
_NEAR = 20  # characters in front of a name that tell what it is of


def with_later(
    mentions: Sequence[PersonMention], article: Article, organisations: Organisations, words: PeopleWords
) -> tuple[PersonMention, ...]:
    """The mentions, each under the full name of its person, and those that nothing introduces, in reading order."""
    known = _Known(words)
    for mention in mentions:
        known.learn(mention)
    if not known.full:
        return tuple(sorted(mentions, key=lambda mention: mention.start))
    reader = _Later(article, organisations, words, known)
    taken = sorted((mention.start, mention.end) for mention in mentions)
    found = sorted([*mentions, *reader.read(taken)], key=lambda mention: mention.start)
    return tuple(known.whole(mention) for mention in found)


@dataclass(slots=True)
class _Known:
    """The people named in full: their names by what they may be called for short."""

    words: PeopleWords
    full: dict[str, str] = field(default_factory=dict)  # folded → as written
    ends: dict[str, str] = field(default_factory=dict)  # the end of a name → whose it is: of several, the last one's
    longest: dict[str, str] = field(default_factory=dict)  # the same → the longest full name
    surnames: dict[str, str | None] = field(default_factory=dict)  # None: several people's

    def is_credited(self, mention: PersonMention) -> bool:
        """Whether a mention is a byline's, which is a name of its own: `Thanh Nhã`."""
        return mention.role in {self.words.author, self.words.photographer}

    def learn(self, mention: PersonMention) -> None:
        """Remember a name; one of a single word is whole only as long as no longer one ends in it."""
        name = fold(mention.name)
        if name in self.full:
            return
        self.full[name] = mention.name
        if self.is_credited(mention) or " " not in name:
            return
        for end in _ends(name):
            self.ends.setdefault(end, name)
            self.longest[end] = max(self.longest.get(end, name), name, key=len)
        surname = name.partition(" ")[0]
        self.surnames[surname] = None if surname in self.surnames else name

    def called(self, name: str) -> str | None:
        """The full name of who is called so behind a title; None where nobody is."""
        if name in self.full and " " in name:
            return self.longest.get(name, name)
        return self.ends.get(name) or self.surnames.get(name) or (name if name in self.full else None)

    def whole(self, mention: PersonMention) -> PersonMention:
        """The mention under the full name of its person, who is the one spoken of from here on."""
        if self.is_credited(mention):
            return mention
        name = self.called(fold(mention.name))
        if name is None:
            return mention
        self.ends.update(dict.fromkeys(_ends(name), name))
        return replace(mention, name=self.full[name], is_short=name != fold(mention.name))


def _ends(name: str) -> Iterator[str]:
    """`văn trường` and `trường` of `nguyễn văn trường`."""
    return (name[at + 1 :] for at, character in enumerate(name) if character == " ")


@dataclass(frozen=True, slots=True)
class _Later:
    """Reads the mentions of known people that stand alone."""

    article: Article
    organisations: Organisations
    words: PeopleWords
    known: _Known

    def read(self, taken: Sequence[tuple[int, int]]) -> Iterator[PersonMention]:
        """The mentions outside the stretches that are taken, in no name of an organisation."""
        starts = [start for start, _ in taken]
        for sentence in self.article.sentences:
            if self.article.blocks[sentence.block].kind in _SKIPPED:
                continue
            for run in capital_runs(self.organisations.writing.text, sentence.start, sentence.end, least=1):
                index = bisect_right(starts, run.end - 1) - 1
                if index >= 0 and taken[index][1] > run.start:
                    continue
                name = self._named(run, opens=run.start == sentence.start)
                if name and not (self.organisations.covers(name.start) or self.organisations.at(name.start)):
                    yield PersonMention(name.name, None, None, name.start, name.end)

    def _named(self, run: Run, *, opens: bool) -> Run | None:
        """The run, or at the start of a sentence what follows its first word, if it is somebody's name."""
        if self._is_name(run, opens=opens):
            return run
        rest = run.rest() if opens and len(run.words) > 1 else None
        return rest if rest and self._is_name(rest, opens=len(rest.words) == 1) else None

    def _is_name(self, run: Run, *, opens: bool) -> bool:
        writing, shared = self.organisations.writing, self.organisations.offices.shared
        name = " ".join(writing.folded[run.start : run.end].split())
        if name in self.known.full and len(run.words) > 1:
            return name not in self.words.no_names_alone
        if (name not in self.known.ends and name not in self.known.full) or writing.is_shouted(run.start):
            return False
        if self.words.thing_before.search(writing.folded, max(0, run.start - _NEAR), run.start):
            return False
        if len(run.words) > 1:
            return name not in shared.provinces
        if len(name) == 1 or shared.country.match(f" {name}") or writing.text[run.end : run.end + 1] == "-":
            return False
        # `Trường đã bỏ trốn`, not `Trường học` or `Trường này`.
        behind = not opens or is_verb(writing.folded, run.end + 1)
        return behind and not word_over(writing.folded, run.start, run.end)
