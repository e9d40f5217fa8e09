"""People who are introduced: by a title, a rank or a role in front of the name, with what stands behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vkstats.names.known import ends_word
from vkstats.names.lexicon import spaced
from vkstats.names.people.evidence import Evidence
from vkstats.names.people.fullnames import FullNames, is_full, is_given
from vkstats.names.people.roles import Roles, after_spaces
from vkstats.names.people.said import PersonMention, Said
from vkstats.names.people.words import PeopleWords
from vkstats.names.writing import Run, Writing, capital_run, title_cased

_OPENERS = re.compile(r"[\"“'(:;,–-]\s*$")
_NEAR = 40  # characters: longer than the words that a title is bound to
_MOST_TITLES = 12  # titles, ranks and roles in front of one name
_ALIAS = re.compile(r" ?\([^()\n\d]{2,25}\)(?= ?[,–-])")  # `Đỗ Quang X (bầu X), Chủ tịch …`


@dataclass(frozen=True, slots=True)
class Phrases:
    """Reads the phrases that introduce people in one document; `taken` are the folded names of organisations."""

    writing: Writing
    words: PeopleWords
    names: FullNames
    roles: Roles
    evidence: Evidence
    taken: frozenset[str]

    def read(self, anchor: re.Match[str], first: int, end: int) -> tuple[list[PersonMention], int]:
        """The persons of the phrase that begins with `anchor`, and where it ends; `first` begins the sentence."""
        said = self._before(anchor.start(), first, end)
        if said is None:
            return [], anchor.start()
        at = said.end
        people: list[PersonMention] = []
        while True:
            addressed = said.title is not None and said.title["title"] is not None
            run = self.names.read(at, end, trusted=said.title is not None or bool(people), addressed=addressed)
            if run is None:
                return people, at
            own = replace(said, roles=[*said.roles], standings=[*said.standings], ranks=[*said.ranks])
            after = self.behind(own, run.end, end)
            if len(run.words) == 1 and own.apart:
                own.roles.clear()  # `sau khi đánh phó công an xã, đối tượng Tiến …`
            if self._is_named(run, said, first, end) and self.names.folded(run) not in self.taken:
                people.append(own.person(title_cased(run.name), run.start, run.end))
            elif not people and not said.plural:
                return people, after
            following = self._next_name(after, end, plural=said.plural, listed=bool(people))
            if following is None:
                return people, after
            at = following

    def _is_named(self, run: Run, said: Said, first: int, end: int) -> bool:
        """Whether a run is a name: a full one, or one word behind a title (`ông Trực`)."""
        if is_full(run.words):
            return True
        if said.title is None or not is_given(run.words):
            return False
        return self.evidence.is_given(self.evidence.single(run, said.title, first, end))

    def _before(self, at: int, first: int, end: int) -> Said | None:
        """What titles, ranks and roles from `at` on say of the name behind them; None where no name can follow."""
        said = Said(end=at)
        words, folded = self.words, self.writing.folded
        for _ in range(_MOST_TITLES):
            match = words.anchor.match(folded, said.end, end)
            if match is None:
                break
            if said.title and match["title"] and self.writing.is_capital(match.start()):
                break  # `Ông Anh Khoa`
            if match["role"]:
                office = self.roles.read(match, end, before_name=True)
                said.plural = said.plural or self._is_behind(words.several_before, first, match.start())
                said.take(office)
                said.title = None
            elif match["rank"]:
                said.ranks.append(words.ranks[spaced(match["rank"])])
                said.end = match.end() + (folded[match.end() : match.end() + 1] == ".")
                said.title = match
            elif self._is_title(match, first):
                said.plural = said.plural or words.several.match(folded, match.start()) is not None
                said.title = match
                if match["standing"]:
                    said.standings.append(words.standings[spaced(match["standing"])])
                said.end = match.end()
            else:
                return None
            at = after_spaces(folded, said.end, end)
            said.end = self._next_anchor(match, at, end, plural=said.plural)
            said.apart = said.apart or "," in folded[at : said.end]
        return said if said.title or folded[said.end - 1 : said.end] in {" ", "\n"} else None

    def _next_anchor(self, last: re.Match[str], at: int, end: int, *, plural: bool) -> int:
        """Where the title, rank or role joined to the `last` one begins, if there is one; else `at`, or behind a colon.

        Behind a comma, dash or bracket, a title or rank names who holds a role: `Chủ tịch xã, ông X`, but not
        `trao đổi với phóng viên, bà X`.
        """
        folded, words = self.writing.folded, self.words
        apart = words.apart_from_role.match(folded, at, end) if last["role"] else None
        joint = apart or words.before_name.match(folded, at, end)
        after = joint.end() if joint else at
        following = words.anchor.match(folded, after, end)
        if following and following["title"] and not last["role"] and "," in folded[at:after]:
            return at
        goes_on = following or (plural and folded[at:after].startswith(":"))
        return after if goes_on else at

    def _next_name(self, at: int, end: int, *, plural: bool, listed: bool) -> int | None:
        """Where the next name of `Đ/c A và B`, `các bị cáo A, B và C`, `A, Chánh án …; B` begins, if one does."""
        joint = self.words.next_name.match(self.writing.folded, at, end)
        if joint is None:
            return None
        goes_on = plural or joint["list"] is None or (listed and ";" in joint["list"])
        run = capital_run(self.writing.text, joint.end(), end) if goes_on else None
        return joint.end() if run and len(run.words) > 1 and self.names.begins_with_surname(run) else None

    def _is_behind(self, words: re.Pattern[str], first: int, at: int) -> bool:
        """Whether words that are bound to the place in front of `at` stand there."""
        return words.search(self.writing.folded, max(first, at - _NEAR), at) is not None

    def _is_title(self, match: re.Match[str], first: int) -> bool:
        """`Anh` inside a sentence is the country, `Bà Nà` a place: a title has a capital only where a clause begins."""
        start, writing, words = match.start(), self.writing, self.words
        if self._is_behind(words.no_title, first, start) or ends_word(writing.folded, start, match.end()):
            return False
        if writing.text[start].islower() or words.clear_title.match(writing.folded, start):
            return True
        if start == first or _OPENERS.search(writing.text, max(first, start - 3), start):
            return True
        run = capital_run(writing.text, match.end() + 1)
        return run is not None and len(run.words) > 1 and self.names.begins_with_common_surname(run)

    def behind(self, said: Said, at: int, end: int) -> int:
        """Read what stands behind a name (`, 45 tuổi`, ` – Viện trưởng …`) into `said`; where it ends."""
        words, shared, folded = self.words, self.roles.organisations.offices.shared, self.writing.folded
        while life := words.life.match(folded, at, end):
            at = life.end()
        joint = words.after_name.match(folded, at, end)
        alias = _ALIAS.match(folded, at, end)
        if alias and joint and not shared.role.match(folded, joint.end(), end):
            at = alias.end()
            joint = words.after_name.match(folded, at, end)
        while joint:
            former = words.former.match(folded, joint.end(), end)
            rank = words.rank.match(folded, former.end() if former else joint.end(), end)
            role = shared.role.match(folded, joint.end(), end)
            if rank:
                title = words.ranks[spaced(rank["rank"])]
                said.ranks.append(f"{former.group()}{title.lower()}" if former else title)
                at = rank.end()
            elif role and self._take(said, role, end, bracketed="(" in joint.group()):
                at = said.end
            else:
                return at
            joint = words.and_role.match(folded, at, end)
            if joint is None or joint.end() == at:
                return at
        return at

    def _take(self, said: Said, role: re.Match[str], end: int, *, bracketed: bool) -> bool:
        """Read a role behind a name into `said`; False where it belongs to the next name: `A, Tổng thống Pháp B`."""
        folded = self.writing.folded
        ahead = self.roles.read(role, end, before_name=True)
        office = self.roles.read(role, end, before_name=False)
        is_next = ahead.seat and not bracketed and self._is_name(after_spaces(folded, ahead.end, end), end)
        if is_next or self._is_name(after_spaces(folded, office.end, end), end):
            return False
        said.take(office)
        return True

    def _is_name(self, at: int, end: int) -> bool:
        return self.names.read(at, end, trusted=False) is not None
