"""How far what is extracted is from annotated texts: gold files read and checked, records compared."""

from vkstats.score.compare import RATES, Score
from vkstats.score.gold import Gold, read_gold

__all__ = ["RATES", "Gold", "Score", "read_gold"]
