"""Joining mentions: all persons found so far, each with the fullest role said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vkstats.model import Person, Stretch
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.people.said import PersonMention
from vkstats.names.people.words import PeopleWords, people_words
from vkstats.text import fold


def people_of(
    mentions: Iterable[PersonMention], organisations: Organisations, agency: str | None
) -> tuple[Person, ...]:
    """One record a person, by where the name first stands; a later mention of the same name adds what it says more.

    `agency` is the document's own body.
    """
    words = people_words(organisations.lexicon)
    people: dict[str, Person] = {}
    stretches: dict[str, set[Stretch]] = {}
    for mention in mentions:
        person, key = _person(mention, organisations, words, agency), fold(mention.name)
        people[key] = _joined(people[key], person, mention, words) if key in people else person
        stretches.setdefault(key, set()).add((mention.start, mention.end))
    found = (
        replace(_seated(person, organisations, words, agency), mentions=tuple(sorted(stretches[key])))
        for key, person in people.items()
    )
    return tuple(sorted(found, key=lambda person: person.start))


def _person(mention: PersonMention, organisations: Organisations, words: PeopleWords, agency: str | None) -> Person:
    """The record of one mention; of an organisation as much of the name as is certain, in a byline only the whole."""
    seat: str | None
    if mention.signs:
        seat = agency
    elif isinstance(mention.seat, OrganisationMention):
        seat = organisations.full_name(mention.seat, agency)
        if seat is None and mention.role != words.author:
            seat = organisations.written(mention.seat)
    else:
        seat = mention.seat
    written = organisations.writing.text[mention.start : mention.end]
    return Person(mention.name, mention.role, seat, mention.start, mention.end, written, ())


def _is_credited(person: Person, words: PeopleWords) -> bool:
    return person.role in {words.author, words.photographer}


def _seated(person: Person, organisations: Organisations, words: PeopleWords, agency: str | None) -> Person:
    """The person with the body that an elided office is held in.

    A `Phó Tổng Kiểm toán` belongs to the one audit office of the country, a `Viện trưởng` to the document's own
    procuracy, if it is one.
    """
    if person.organisation or not person.role:
        return person
    role, bodies = fold(person.role), organisations.offices.words.bodies.values()
    for ending, head in words.seats.items():
        if role.endswith(ending) and head in bodies:
            return replace(person, organisation=head)
        if role.endswith(ending) and agency and fold(agency).startswith(fold(head)):
            return replace(person, organisation=agency)
    return person


def _joined(known: Person, new: Person, mention: PersonMention, words: PeopleWords) -> Person:
    """The record of a person after one more mention.

    An office outdoes a byline, but none that a short name has the one that stands at a full name.
    """
    better = _weight(new, words) > _weight(known, words) and not (mention.is_short and known.role)
    role, organisation = (new.role, new.organisation) if better else (known.role, known.organisation)
    first = min(known, new, key=lambda person: person.start)
    return replace(first, role=role, organisation=organisation)


def _weight(person: Person, words: PeopleWords) -> int:
    if person.role is None:
        return 0
    return 1 if _is_credited(person, words) else 3 if person.organisation else 2
