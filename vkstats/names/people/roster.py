"""Joining mentions: all persons found so far, each with the fullest role said of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from vkstats.model import Person
from vkstats.names.organisations import OrganisationMention, Organisations
from vkstats.names.people.said import PersonMention
from vkstats.names.people.words import PeopleWords, people_words
from vkstats.text import fold


def people_of(
    mentions: Iterable[PersonMention], organisations: Organisations, agency: str | None
) -> tuple[Person, ...]:
    """One record a person, by where the name first stands; a later mention of the same name adds what it says more.

    A name that is the end of a longer one is the same person's, unless it is a byline's. `agency` is the document's
    own body.
    """
    words = people_words(organisations.lexicon)
    people: dict[str, Person] = {}
    for mention in mentions:
        person, key = _person(mention, organisations, words, agency), fold(mention.name)
        people[key] = _fuller(people[key], person, words) if key in people else person
    short = {key[at + 1 :] for key in people for at, character in enumerate(key) if character == " "}
    kept = [
        _seated(person, words, agency)
        for key, person in people.items()
        if key not in short or _is_credited(person, words)  # a byline `Thanh Nhã` is a name of its own
    ]
    return tuple(sorted(kept, key=lambda person: person.start))


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
    return Person(mention.name, mention.role, seat, mention.start, mention.end, written)


def _is_credited(person: Person, words: PeopleWords) -> bool:
    return person.role in {words.author, words.photographer}


def _seated(person: Person, words: PeopleWords, agency: str | None) -> Person:
    """A `Viện trưởng` without an office belongs to the document's own procuracy, if it is one."""
    if person.organisation or not person.role or not agency:
        return person
    seats = (head for role, head in words.seats.items() if fold(person.role).endswith(role))
    return replace(person, organisation=agency) if any(map(fold(agency).startswith, seats)) else person


def _fuller(known: Person, new: Person, words: PeopleWords) -> Person:
    """The record of a person after one more mention; an office outdoes a byline."""
    better = _weight(new, words) > _weight(known, words)
    role, organisation = (new.role, new.organisation) if better else (known.role, known.organisation)
    first = min(known, new, key=lambda person: person.start)
    return replace(first, role=role, organisation=organisation)


def _weight(person: Person, words: PeopleWords) -> int:
    if person.role is None:
        return 0
    return 1 if _is_credited(person, words) else 3 if person.organisation else 2
