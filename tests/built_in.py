"""The built-in packs, loaded once for all tests of a process: what is compiled from a rule set is kept for that object."""

from vkstats.packs import load_rules

RULES = load_rules()
