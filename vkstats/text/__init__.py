"""A document's text made ready for the lexicon: `prepare` is the way through the room, `has_byline` a part of it."""

from vkstats.text.article import has_byline, prepare
from vkstats.text.bylines import byline_names
from vkstats.text.fold import fold, normalise

__all__ = ["byline_names", "fold", "has_byline", "normalise", "prepare"]
