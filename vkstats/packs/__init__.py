"""Pattern files → a checked `RuleSet`: the rules as data that an analyst can read and extend."""

from vkstats.packs.load import load_packs, load_rules, read_rules
from vkstats.packs.ruleset import RuleSet

__all__ = ["RuleSet", "load_packs", "load_rules", "read_rules"]
