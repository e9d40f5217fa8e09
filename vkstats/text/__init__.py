"""A document's text made ready for the lexicon: `prepare` is the way through the room, `has_byline` a part of it.

`cuts` tells what `prepare` had to cut, `shown` what of a sentence is put out.
"""

from vkstats.text.article import has_byline, prepare
from vkstats.text.bylines import byline_names
from vkstats.text.fold import fold, normalise
from vkstats.text.sentences import cuts, shown

__all__ = ["byline_names", "cuts", "fold", "has_byline", "normalise", "prepare", "shown"]
