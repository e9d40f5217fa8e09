"""The process that workers of a batch are forked from in the tests: what each would load and compile is there."""

from built_in import RULES

import vkstats.packs
from vkstats.batch import rendering, worker
from vkstats.extract import extract
from vkstats.model import Document
from vkstats.packs import load_rules

__all__ = ["rendering", "worker"]  # imported by every worker

vkstats.packs.load_rules = lambda extra=(): load_rules(extra) if extra else RULES  # looked up when a worker starts
extract(Document("first", "Năm 2023, VKSND huyện Minh Hòa ban hành 25 kiến nghị, 3 kệ sách."), RULES)
