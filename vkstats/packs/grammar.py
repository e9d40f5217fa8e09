"""The `when` line of a rule: words and `<slots>` → a tree, every mistake at its own column.

when   = item+
item   = word | <kind> | <slot:kind> | [when] | (when | when) | item/item, each optionally followed by `...`
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECE = re.compile(
    r"\s+|<(?P<slot>[^<>\s]*)>|(?P<mark>\.\.\.|[\[\]()|/])|(?P<word>[^\s<>\[\]()|/.]+|\.(?!\.\.))|(?P<bad>.)"
)
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")


@dataclass(frozen=True, slots=True)
class Word:
    """A literal word of the text (folded by the loader)."""

    text: str
    column: int

    @property
    def is_spoken(self) -> bool:
        """Whether it is a word and no mark; words in a row are one literal (`lên đến`)."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Slot:
    """A token of some kind; `name` is None where it is only required, not kept."""

    name: str | None
    kind: str
    column: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items one after another."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """An item zero or one times (`[…]`), one or more (`…...`), or zero or more (`[…]...`)."""

    item: Item
    least: int
    many: bool


Item = Word | Slot | Sequence | Choice | Repeat


def leaves(item: Item) -> list[Word | Slot]:
    """The words and slots of a tree, in reading order."""
    match item:
        case Word() | Slot():
            return [item]
        case Sequence(items):
            return [leaf for inner in items for leaf in leaves(inner)]
        case Choice(options):
            return [leaf for option in options for leaf in leaves(option)]
        case Repeat(inner):
            return leaves(inner)


class GrammarError(Exception):
    """A mistake in a `when` line: `column` is 0-based within the line, `code` a message key."""

    def __init__(self, column: int, code: str, **details: str) -> None:
        super().__init__(code)
        self.column = column
        self.code = code
        self.details = details


def parse(line: str) -> Sequence:
    """The tree of a `when` line.

    Raises:
        GrammarError: at the first place where the line is no `when`.
    """
    pieces = [match for match in _PIECE.finditer(line) if not match.group().isspace()]
    parser = _Parser(line, pieces)
    tree = parser.sequence(closing="")
    if not tree.items:
        raise GrammarError(0, "when-empty")
    return tree


class _Parser:
    """Recursive descent over the pieces of one `when` line."""

    def __init__(self, line: str, pieces: list[re.Match[str]]) -> None:
        self.line = line
        self.pieces = pieces
        self.at = 0

    def peek(self) -> str:
        return self.pieces[self.at].group() if self.at < len(self.pieces) else ""

    def column(self) -> int:
        return self.pieces[self.at].start() if self.at < len(self.pieces) else len(self.line)

    def sequence(self, closing: str) -> Sequence:
        items: list[Item] = []
        while self.at < len(self.pieces):
            piece = self.peek()
            if piece in ("]", ")", "|"):
                if not closing or (piece == "|" and closing != ")") or (piece in "])" and piece != closing):
                    raise GrammarError(self.column(), "when-unexpected", piece=piece)
                break
            item = self.repeated()
            if (
                isinstance(item, Word)
                and items
                and isinstance(items[-1], Word)
                and item.is_spoken
                and items[-1].is_spoken
            ):
                items[-1] = Word(f"{items[-1].text} {item.text}", items[-1].column)
            else:
                items.append(item)
        return Sequence(tuple(items))

    def repeated(self) -> Item:
        optional = self.peek() == "["
        item = self.single()
        many = self.peek() == "..."
        if many:
            self.at += 1
        if optional or many:
            return Repeat(item, 0 if optional else 1, many)
        return item

    def single(self) -> Item:
        match = self.pieces[self.at]
        column = match.start()
        self.at += 1
        if match["slot"] is not None:
            return _slot(match["slot"], column)
        if match["word"] is not None:
            return Word(match["word"], column)
        if match["mark"] == "/":
            return Word("/", column)
        if match["mark"] == "[":
            inner = self.sequence("]")
            self.close("]", column)
            return self.filled(inner, column)
        if match["mark"] == "(":
            options = [self.filled(self.sequence(")"), column)]
            while self.peek() == "|":
                self.at += 1
                options.append(self.filled(self.sequence(")"), column))
            self.close(")", column)
            return Choice(tuple(options))
        code = "when-unclosed" if match.group() == "<" else "when-unexpected"
        raise GrammarError(column, code, piece=match.group())

    def filled(self, inner: Sequence, column: int) -> Sequence:
        if not inner.items:
            raise GrammarError(column, "when-empty")
        return inner

    def close(self, mark: str, opened: int) -> None:
        if self.peek() != mark:
            raise GrammarError(opened, "when-unclosed", piece=self.line[opened])
        self.at += 1


def _slot(text: str, column: int) -> Slot:
    name, colon, kind = text.rpartition(":")
    if not _NAME.match(kind) or (colon and not _NAME.match(name)):
        raise GrammarError(column, "when-slot", piece=f"<{text}>")
    return Slot(name or None, kind, column + 1 + len(name) + len(colon))
