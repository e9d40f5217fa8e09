"""A document's text made ready for the lexicon; `prepare` is the only way through the room."""

from vkstats.text.article import prepare
from vkstats.text.bylines import byline_names
from vkstats.text.fold import fold, normalise

__all__ = ["byline_names", "fold", "normalise", "prepare"]
