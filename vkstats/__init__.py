"""vkstats: every statistic of a Vietnamese report or news text, as a row that can be counted with."""

__version__ = "0.1.0"
