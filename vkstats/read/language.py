"""Whether a text is Vietnamese at all, told by its letters."""

from __future__ import annotations

import re
from functools import cache

# ă đ ơ ư and the block of vowels with Vietnamese marks (U+1EA0 … U+1EF9); decomposed: breve, hook above, horn,
# dot below. A Vietnamese sentence of ten syllables has one of these letters all but always.
_ITS_OWN = "[ăĂđĐơƠưƯ\u1ea0-\u1ef9\u0306\u0309\u031b\u0323]"
# French and Portuguese have these too; decomposed: grave, acute, circumflex, tilde. They count in a short text only.
_SHARED = "[àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ\u0300\u0301\u0302\u0303]"
_SHORT = 200  # code points, two sentences: `Không có gì.` has no letter of its own


def is_vietnamese(text: str) -> bool:
    """Whether the text, in whatever normal form, has letters that only Vietnamese has; a short one, any with marks."""
    return bool(_pattern(_ITS_OWN).search(text) or (len(text) <= _SHORT and _pattern(_SHARED).search(text)))


@cache
def _pattern(letters: str) -> re.Pattern[str]:
    return re.compile(letters)
