"""Makes `patterns/core/foreign_names.tsv`: given names and surnames of other peoples, out of the package faker (MIT).

    python tools/foreign_names.py          # needs: pip install faker

Names in Latin letters; of what the Vietnamese write too (`An`, `Lan`, `Long`:
every syllable of the word list and of the lexicon) none is kept, because it would prove nothing. The same faker
always gives the same table.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from faker.providers import person

from vkstats.packs import load_rules
from vkstats.packs.wordlist import parts_of_speech
from vkstats.text import fold

TARGET = Path(__file__).resolve().parents[1] / "patterns" / "core" / "foreign_names.tsv"
NAME = re.compile(r"[A-Z][a-z]{2,}(?:['-][A-Za-z]+)?")
# Peoples that Vietnamese news write of most, and one of each sort of names.
LOCALES = (
    "de_DE",
    "en_GB",
    "en_IN",
    "en_US",
    "es_ES",
    "fr_FR",
    "id_ID",
    "it_IT",
    "ja_JP",
    "nl_NL",
    "pl_PL",
    "pt_BR",
    "sv_SE",
)
SORTS = {
    "given": re.compile(r"^(?:first|given)_(?:romanized_)?names?"),
    "surname": re.compile(r"^(?:last|family)_(?:romanized_)?names?"),
}


def names_of(provider: type, sort: re.Pattern[str]) -> set[str]:
    """The names of one sort in a provider's lists, without the marks that Vietnamese texts leave out."""
    listed = (getattr(provider, attribute) for attribute in dir(provider) if sort.match(attribute))
    found = (name for names in listed if isinstance(names, (tuple, list, dict)) for name in names)
    return {name for name in map(plain, filter(lambda name: isinstance(name, str), found)) if NAME.fullmatch(name)}


def plain(name: str) -> str:
    """A name in ASCII letters: `José` → `Jose`."""
    return unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()


def main() -> None:
    """Write the table."""
    rules = load_rules()
    syllables = {part for word in parts_of_speech() for part in word.split()}
    syllables |= {part for kind in rules.lexicon for word in rules.words(kind) for part in word.split()}
    found: dict[str, set[str]] = {}
    for locale in LOCALES:
        provider = import_module(f"{person.__name__}.{locale}").Provider
        for sort, attributes in SORTS.items():
            for name in names_of(provider, attributes):
                if fold(name) not in syllables:
                    found.setdefault(fold(name), set()).add(sort)
    head = f"# Made by tools/foreign_names.py out of faker {version('faker')} (MIT licence, notice in NOTICE.txt).\n"
    rows = "".join(f"{name}\t{' '.join(sorted(sorts))}\n" for name, sorts in sorted(found.items()))
    TARGET.write_text(f"{head}name\tsort\n{rows}", "utf-8")


if __name__ == "__main__":
    main()
