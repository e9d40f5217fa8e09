"""Whether a text is Vietnamese at all, told by letters that Vietnamese alone (or nearly) has."""

from __future__ import annotations

import re
from functools import cache

# ă đ ơ ư and the block of vowels with Vietnamese marks (U+1EA0 … U+1EF9); decomposed: breve, hook above, horn,
# dot below. French and Portuguese share â ê ô à é; those prove nothing. A Vietnamese sentence of ten syllables
# has one of these letters all but always.
_LETTERS = "[ăĂđĐơƠưƯ\u1ea0-\u1ef9\u0306\u0309\u031b\u0323]"


def is_vietnamese(text: str) -> bool:
    """Whether the text, in whatever normal form, has at least one letter of Vietnamese alone."""
    return _pattern().search(text) is not None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_LETTERS)
