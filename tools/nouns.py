"""Makes `patterns/core/nouns.tsv`: the words of a corpus, and which of them are nouns that are counted.

    python tools/nouns.py CORPUS [TABLE]

CORPUS is a file of JSON Lines, plain or gzipped, with the texts under `text`, or a folder of `.txt` files. underthesea
cuts it into words and tags them; single words and their counts stay, never a sentence. A noun is counted where it
stands behind a numeral or a plural article often enough: a count noun does, a mass noun (`nợ`, `tiền`) wants a
classifier (Nguyễn Tài Cẩn, Từ loại danh từ trong tiếng Việt hiện đại, 1975). What the tagger gets wrong in spite of
that stands in `nouns_corrected.tsv`. The same corpus and the same underthesea always give the same table.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

from underthesea import pos_tag

from vkstats.packs import load_rules
from vkstats.text import fold, normalise

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "patterns" / "core" / "nouns.tsv"
FEWEST = 4  # times that a word occurs: what is rarer is often a mistake of the tokenizer
# How often of all its occurrences a counted noun stands behind a numeral or a plural article, at least. Half an
# occurrence is given to what is always a noun, so that a rare word is not uncounted only because it is rare.
HALF = Fraction(1, 2)
NOUN_COUNTED = Fraction(1, 80)
OTHER_COUNTED = Fraction(1, 25)  # a word that is more often a verb or adjective: `lựa chọn`, `khó khăn`
WORD = re.compile(r"(?!\w\Z)[^\W\d_]+(?: [^\W\d_]+)*")  # a single letter is a part of a name or number
NOUN, NUMERAL, PLURAL = "N", "M", "L"
NAMES = ("Np", "Ny")  # proper names and abbreviations: no words of the language, and no business of a table
PREDICATES = ("V", "A")
# Kinds of the lexicon that know better than the tagger: what is said of people is counted though it mostly stands
# before a name, and a verb or a function word is no noun.
TITLES = ("name-role", "name-occupation")
NO_NOUNS = ("adjunct", "border", "determiner", "joint", "undated")

Tagged = list[tuple[str, str]]


@dataclass
class Word:
    """How often a word has which tag, and how often it is a noun that is counted."""

    tags: Counter[str] = field(default_factory=Counter)
    counted: int = 0
    capitals: int = 0  # how often every syllable of it has one

    @property
    def is_worth_keeping(self) -> bool:
        """Whether it is a word of the language, met often enough, and no name."""
        times = self.tags.total()
        return times >= FEWEST and 2 * self.capitals < times and self.tag not in NAMES

    @property
    def tag(self) -> str:
        """The most frequent tag, the first of the alphabet among equals."""
        return min(self.tags, key=lambda tag: (-self.tags[tag], tag), default=NOUN)

    @property
    def is_counted(self) -> bool:
        """Whether it is a noun that numerals count."""
        times = self.tags.total()
        nouns = sum(self.tags[tag] for tag in self.tags if is_noun(tag))
        share = (self.counted + (HALF if nouns == times else 0)) / Fraction(times)
        if is_noun(self.tag):
            return 2 * nouns > times and share >= NOUN_COUNTED
        return self.is_predicate and share >= OTHER_COUNTED and self.counted > 1

    @property
    def is_predicate(self) -> bool:
        """Whether it is mostly a verb or adjective."""
        return self.tag in PREDICATES


def is_noun(tag: str) -> bool:
    """Whether a tag is that of a noun or classifier, no name."""
    return tag.startswith(NOUN) and tag not in NAMES


def texts(corpus: Path) -> Iterator[str]:
    """The texts of a corpus, in its order."""
    if corpus.is_dir():
        yield from (path.read_text("utf-8") for path in sorted(corpus.rglob("*.txt")))
        return
    with (gzip.open if corpus.suffix == ".gz" else open)(corpus, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def tagged(corpus: Iterable[str]) -> Iterator[Tagged]:
    """The words of each line of the texts, with their tags."""
    for text in corpus:
        yield from map(pos_tag, filter(None, map(str.strip, normalise(text).split("\n"))))


def words(lines: Iterable[Tagged]) -> dict[str, Word]:
    """The words of tagged lines, folded."""
    found: dict[str, Word] = {}
    for line in lines:
        before = ""
        for written, tag in line:
            if WORD.fullmatch(written):
                word = found.setdefault(fold(normalise(written)), Word())
                word.tags[tag] += 1
                word.counted += is_noun(tag) and before in (NUMERAL, PLURAL)
                word.capitals += all(syllable[0].isupper() for syllable in written.split())
            before = tag
    return found


def rows(found: dict[str, Word]) -> Iterator[str]:
    """The lines of the table: word, tag, how often it occurs, and how often counted where it is a counted noun."""
    rules = load_rules()
    titles, no_nouns = ({word for kind in kinds for word in rules.words(kind)} for kinds in (TITLES, NO_NOUNS))
    with (HERE / "nouns_corrected.tsv").open(encoding="utf-8", newline="") as table:
        rest = csv.DictReader((line for line in table if line[0] != "#"), delimiter="\t")
        corrected = {row["word"]: row["counted"] == "yes" for row in rest}
    counts = dict.fromkeys(corrected, Word()) | {name: word for name, word in found.items() if word.is_worth_keeping}
    for name, word in sorted(counts.items()):
        if name in corrected:
            is_counted = corrected[name]
        else:
            is_counted = (word.is_counted or (name in titles and is_noun(word.tag))) and name not in no_nouns
            is_counted = is_counted and not (word.is_predicate and name in rules.words("verb"))
        yield f"{name}\t{word.tag}\t{word.tags.total()}\t{word.counted if is_counted else ''}\n"


def main(corpus: str, target: str = str(TARGET)) -> None:
    """Write the table."""
    read = list(texts(Path(corpus)))
    digest = hashlib.sha256("\0".join(read).encode()).hexdigest()
    made = (
        f"# Made by tools/nouns.py with underthesea {version('underthesea')} from {len(read)} texts of "
        f"{sum(map(len, read))} characters (SHA-256 {digest[:16]}): words that occur {FEWEST} times, counted in "
        f"{NOUN_COUNTED} of them as a noun, in {OTHER_COUNTED} as another word, at least.\n"
    )
    table = "".join([made, "word\ttag\ttimes\tcounted\n", *rows(words(tagged(read)))])
    Path(target).write_text(table, "utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
