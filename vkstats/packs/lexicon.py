"""Records of `lexicon/*.yaml`: words with their kinds and values, and times as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from vkstats.packs.ruleset import Form
from vkstats.packs.source import PatternFile, Place, Text, nearest_to
from vkstats.text import fold, normalise
from vkstats.values import periods
from vkstats.vocabulary import CLASSES, KINDS, MADE, Values

_LEXICON_KEYS = ("kind", "says", "words", "forms")
_TIMES = frozenset({"period", "passing-time"})  # kinds whose forms have their arithmetic in `values.periods`
_FORM_KEYS = ("form", "regex", "finds", "skips")
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z", re.ASCII)
_KIND = re.compile(r"[a-z][a-z0-9_-]*\Z")


class Lexicon:
    """The words and forms of all packs read so far; the same one in a later pack replaces the earlier."""

    def __init__(self) -> None:
        self.words: dict[str, dict[str, str]] = {}
        self.forms: dict[tuple[str, str], Form] = {}
        self.own_kinds: list[tuple[PatternFile, Place, str]] = []  # kinds that only a rule can read

    def read(self, file: PatternFile, record: Mapping[str, yaml.Node], where: Place, seen: set[str]) -> None:
        """Take the words and forms of one record; its mistakes go to `file`, and `seen` is what the pack has so far."""
        file.keys(record, _LEXICON_KEYS)
        kind = file.required(record, "kind", where)
        if kind is None:
            return
        if not _KIND.match(kind.value) or kind.value in MADE or kind.value in CLASSES:
            file.report(kind.place, "bad-kind", kind=kind.value)
            return
        if kind.value not in KINDS:
            self.own_kinds.append((file, kind.place, kind.value))
        file.required(record, "says", where)
        if "words" not in record and "forms" not in record:
            file.report(where, "missing-key", key="words")
        if "words" in record:
            node = record["words"]
            pairs = (
                file.mapping(node)
                if isinstance(node, yaml.MappingNode)
                else [(word, word) for word in file.texts(node)]
            )
            words = self.words.setdefault(kind.value, {})
            for word, value in pairs:
                folded = " ".join(fold(normalise(word.value)).split())
                if not folded:
                    file.report(word.place, "empty-word")
                elif f"word {kind.value} {folded}" in seen:
                    file.report(word.place, "word-twice", word=word.value, kind=kind.value)
                elif self._is_value(file, kind.value, value):
                    seen.add(f"word {kind.value} {folded}")
                    words[folded] = normalise(value.value)
        if "forms" in record:
            for form, form_place in file.records(record["forms"]):
                self._form(file, kind.value, form, form_place, seen)

    def _is_value(self, file: PatternFile, kind: str, value: Text) -> bool:
        """Whether a word of the kind may stand for this; told where not."""
        values = KINDS[kind].values if kind in KINDS else Values.TEXT
        if values is Values.FORM:
            file.report(value.place, "forms-only", kind=kind)
        elif values is Values.NUMBER and not _NUMBER.match(value.value):
            file.report(value.place, "no-number", kind=kind, value=value.value)
        elif isinstance(values, frozenset) and value.value not in values:
            nearest = nearest_to(value.value, values)
            known = ", ".join(sorted(values))
            file.report(value.place, "bad-value", kind=kind, value=value.value, known=known, nearest=nearest)
        else:
            return True
        return False

    def _form(
        self, file: PatternFile, kind: str, record: Mapping[str, yaml.Node], where: Place, seen: set[str]
    ) -> None:
        file.keys(record, _FORM_KEYS)
        name = file.required(record, "form", where)
        regex = file.required(record, "regex", where)
        finds = file.texts(record["finds"]) if "finds" in record else []
        skips = file.texts(record["skips"]) if "skips" in record else []
        for key, texts in (("finds", finds), ("skips", skips)):
            if not texts:
                file.report(where, "no-example", key=key)
        if name is None or regex is None:
            return
        try:
            re.compile(regex.value)
        except re.error as error:
            column = (error.pos or 0) + (0 if regex.plain else 1)
            file.report(Place(regex.place.line, regex.place.column + column), "bad-regex", cause=error.msg)
            return
        if kind in _TIMES and name.value not in periods.form_names():
            file.report(
                name.place, "unknown-form", form=name.value, nearest=nearest_to(name.value, periods.form_names())
            )
        elif kind in _TIMES:
            self._groups(file, name.value, regex)
        key = f"form {kind} {name.value}"
        if key in seen:
            file.report(name.place, "form-twice", form=name.value)
            return
        seen.add(key)
        self.forms[kind, name.value] = Form(
            kind,
            name.value,
            regex.value,
            tuple(text.value for text in finds),
            tuple(text.value for text in skips),
            file.where(where),
        )

    def _groups(self, file: PatternFile, form: str, regex: Text) -> None:
        """Tell the groups of a time that its arithmetic does not read."""
        known = periods.part_names(form)
        for group in re.compile(regex.value).groupindex:
            if periods.part_name(group) not in known:
                column = regex.place.column + regex.value.index(f"(?P<{group}>") + len("(?P<") + (not regex.plain)
                details = {"group": group, "form": form, "known": ", ".join(sorted(known)) or "-"}
                file.report(Place(regex.place.line, column), "unknown-group", **details)
