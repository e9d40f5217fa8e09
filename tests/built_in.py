"""The built-in packs, once for all tests of a process: what is compiled from rules is kept for that object."""

from vkstats.packs import load_rules

RULES = load_rules()
