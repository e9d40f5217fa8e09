"""Which texts are one: equal digests for equal words, near sketches for the same article reprinted.

A sketch is a MinHash (Broder 1997) of the runs of five words: the part of its values in which two agree estimates
the Jaccard likeness of the two sets of runs.
"""

from __future__ import annotations

import array
import hashlib
import re

_WORD = re.compile(r"\w+")
_RUN = 5  # words: shorter runs are shared by texts of one genre that tell different things
_FEWEST = 40  # runs of words; a shorter text is a duplicate only if its words are equal
_SEED = 20180716
VALUES = 32
BAND = 4  # values in which two texts have to agree wholly before they are compared at all
NEAR = 0.75  # of the values


def digest(text: str) -> bytes:
    """16 bytes that are equal for texts of the same words, whatever stands between them."""
    return hashlib.blake2b(" ".join(_WORD.findall(text.casefold())).encode(), digest_size=16).digest()


def sketch(text: str) -> bytes:
    """The MinHash of a text, of `VALUES` 32-bit numbers; empty for a short one."""
    words = _WORD.findall(text.casefold())
    runs = [" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
    if len(runs) < _FEWEST:
        return b""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=VALUES, seed=_SEED)
    minhash.update(runs)
    return array.array("I", minhash.digest()).tobytes()


def bands(minhash: bytes) -> list[int]:
    """What two near texts share at least one of: each band of the values as one number, told apart by its place."""
    step = 4 * BAND
    return [
        int.from_bytes(hashlib.blake2b(bytes([at // step]) + minhash[at : at + step], digest_size=8).digest()) >> 1
        for at in range(0, len(minhash), step)
    ]


def is_near(one: bytes, other: bytes) -> bool:
    """Whether two sketches are of the same text but for some words."""
    ones, others = array.array("I", one), array.array("I", other)
    agreeing = sum(left == right for left, right in zip(ones, others, strict=True))
    return agreeing >= NEAR * VALUES
