"""Where the sentences of a block end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vkstats.model import Block, Stretch
from vkstats.text.fold import fold
from vkstats.text.lines import SPACE
from vkstats.text.words import Words

_STOP = re.compile(r"""(?<![.!?…])([.!?…]+["'”’)\]]*)[ \n]+""")
_CLAUSE_END = re.compile(r"[;,][ \n]+(?=[^ \n])")
_LONGEST = 4000  # code points of a sentence
_REACH = 60  # code points in front of a mark that tell whether it ends the sentence


def sentences_of(text: str, folded: str, block: Block, words: Words) -> Iterator[Stretch]:
    """The stretches of the sentences of a block."""
    start = block.body
    for stop in _STOP.finditer(folded, block.body, block.end):
        if _ends_sentence(text, start, stop, words):
            yield from _pieces(folded, start, stop.end(1))
            start = stop.end()
    if start < block.end:
        yield from _pieces(folded, start, block.end)


def _pieces(folded: str, start: int, end: int) -> Iterator[Stretch]:
    """The sentence, cut where a clause ends once it is longer than any sentence, so that work stays linear."""
    while end - start > _LONGEST and (cut := _CLAUSE_END.search(folded, start + _LONGEST, end)):
        yield start, cut.start() + 1
        start = cut.end()
    yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str], words: Words) -> bool:
    """Whether the marks at `stop` end the sentence that began at `start`."""
    at, after = stop.span()
    folded = stop.string
    following = text[after : after + 1]
    if following.islower() or following in ",;:)%":
        return folded.startswith("./.", at - 2)
    if folded[at] != "." or folded[at + 1] in ".!?…":
        return True
    said = text[max(start, at - _REACH) : at].split()
    if not said or text[at - 1] in SPACE:
        return True
    word = said[-1].lstrip("(\"'“‘[")
    if len(said) == 1 and len(word) <= 4 and (word.isdigit() or len(word) == 1):
        return False  # a list number
    if len(word) == 1 and word.isupper():
        # `Nguyễn Văn T. Sau đó` ends a sentence, `Donald J. Trump` and `quận 8, P. 4` do not
        return following != "(" and len(said) > 2 and all(name[0].isupper() and name.isalpha() for name in said[-3:-1])
    return fold(word) not in words.abbreviations
