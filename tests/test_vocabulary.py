"""The table of kinds is true: packs, rules and every room of Python name what it declares, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache, reduce
from itertools import chain
from pathlib import Path

import pytest

from vkstats.match import MARKS
from vkstats.model import NameKind
from vkstats.names.lexicon import KINDS as TEMPLATE_KINDS
from vkstats.packs import RuleSet
from vkstats.packs.grammar import Slot, Word, leaves
from vkstats.vocabulary import CLASSES, KINDS, MADE, Values, WordKind

PACKAGE = Path(__file__).parents[1] / "vkstats"
Names = dict[str, set[str]]


def _is_kinds(node: ast.AST) -> bool:
    """`token.kinds`, or a variable of that name, or the keys of either."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="keys")):
            return _is_kinds(value)
        case ast.Attribute(attr="kinds") | ast.Name(id="kinds"):
            return True
    return False


def _strings(node: ast.AST, known: Names) -> set[str]:
    """The strings that an expression holds, through sets of sets and names."""
    inner: list[ast.AST] = []
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.Name(id="NameKind"):
            return set(NameKind)
        case ast.Attribute(value=ast.Name(id="NameKind"), attr=name):
            return {NameKind[name]}
        case ast.Name(id=name):
            return known.get(name, set())
        case ast.Set(elts=items) | ast.Tuple(elts=items) | ast.List(elts=items):
            inner = list(items)
        case ast.Dict(keys=keys):
            inner = [key for key in keys if key]
        case ast.Starred(value=value):
            inner = [value]
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            inner = [left, right]
        case ast.DictComp(value=value) | ast.Subscript(value=value):
            inner = [value]
        case ast.Call(func=ast.Name(id="frozenset" | "str"), args=args):
            inner = list(args)
    return reduce(set.union, (_strings(each, known) for each in inner), set())


def _names(tree: ast.AST) -> Names:
    """What each variable holds, as far as strings go; a name of a name takes another look."""
    known: Names = {}
    for _ in range(3):
        for node in ast.walk(tree):
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                    | ast.AugAssign(target=ast.Name(id=name), value=value)
                    | ast.comprehension(target=ast.Name(id=name), iter=value)
                    | ast.For(target=ast.Name(id=name), iter=value)
                ):
                    known[name] = known.get(name, set()) | _strings(value, known)
    return known


def _in_templates(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The kinds of the templates that a module compiles, `<kind|kind>`, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for kinds in TEMPLATE_KINDS.findall(node.value):
                yield from ((kind, node.lineno) for kind in kinds.split("|"))


def _asked(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The kinds that a module asks tokens or the lexicon for, and those of the tokens that it makes; with the line."""
    known = _names(tree)
    for node in ast.walk(tree):
        asked: ast.AST
        match node:
            case ast.Compare(left=asked, comparators=[kinds]) | ast.BinOp(left=asked, right=kinds) if _is_kinds(kinds):
                pass
            case ast.Compare(left=kinds, comparators=[asked]) | ast.BinOp(left=kinds, right=asked) if _is_kinds(kinds):
                pass
            case ast.Subscript(value=kinds, slice=asked) if _is_kinds(kinds):
                pass
            case ast.Call(func=ast.Attribute(value=kinds, attr="get" | "isdisjoint"), args=[asked, *_]) if _is_kinds(
                kinds
            ):
                pass
            case ast.Call(func=ast.Name(id="words") | ast.Attribute(attr="words"), args=[asked]):
                pass
            case (
                ast.Call(func=ast.Name(id="Token"), args=[asked, *_])
                | ast.Call(func=ast.Name(id="only"), args=[_, asked])
            ):
                pass
            case _:
                continue
        yield from ((kind, node.lineno) for kind in _strings(asked, known))


@cache
def _rooms() -> dict[str, dict[str, str]]:
    """The kinds that each room asks for, with one place where it does."""
    rooms: dict[str, dict[str, str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "Token" in text or ".kinds" in text or "words(" in text or "names.lexicon" in text:
            room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
            tree = ast.parse(text)
            templates = _in_templates(tree) if "names.lexicon" in text else ()
            for kind, line in chain(_asked(tree), templates):
                rooms.setdefault(room, {}).setdefault(kind, f"{path.relative_to(PACKAGE)}:{line}")
    return rooms


def _in_rules(rules: RuleSet) -> set[str]:
    """The kinds that the `when` lines name."""
    items = [leaf for rule in rules.rules for leaf in leaves(rule.tree)]
    marks = {MARKS[leaf.text] for leaf in items if isinstance(leaf, Word) and leaf.text in MARKS}
    slots = {leaf.kind for leaf in items if isinstance(leaf, Slot)}
    return marks.union(*(CLASSES.get(kind, {kind}) for kind in slots))


def test_python_asks_for_declared_kinds_only() -> None:
    """No condition is dead because its kind is misspelt, or only a class; and the table says which room asks."""
    undeclared = [
        f"{place}: {kind}"
        for room, kinds in _rooms().items()
        for kind, place in kinds.items()
        if kind not in KINDS or room not in KINDS[kind].readers
    ]
    assert undeclared == []


def test_every_kind_is_read_by_those_who_say_so(rules: RuleSet) -> None:
    """No kind is declared that nobody reads, and every reader that the table names does."""
    read = {room: set(kinds) for room, kinds in _rooms().items()} | {"rules": _in_rules(rules)}
    idle = [
        f"{kind.name}: {reader}"
        for kind in KINDS.values()
        for reader in kind.readers - {"shield"}
        if kind.name not in read.get(reader, set())
    ]
    assert idle == []
    assert all(kind.readers for kind in KINDS.values())


def test_rules_name_declared_kinds_and_say_so(rules: RuleSet) -> None:
    """The built-in packs have no kind of their own."""
    assert {kind for kind in _in_rules(rules) if "rules" not in KINDS[kind].readers} == set()


def test_every_kind_has_words(rules: RuleSet) -> None:
    """What is declared is in a pack, unless the program makes it."""
    filled = {*rules.lexicon, *(form.kind for form in rules.forms)}
    assert filled == KINDS.keys() - MADE


def test_a_kind_is_no_class() -> None:
    """The two cannot be taken for each other."""
    assert KINDS.keys().isdisjoint(CLASSES)
    assert all(members <= KINDS.keys() for members in CLASSES.values())


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.values is Values.ITSELF], ids=lambda k: k.name
)
def test_words_that_stand_for_themselves_have_no_value(kind: WordKind, rules: RuleSet) -> None:
    """A value that nobody reads would promise something."""
    assert [word for word, value in rules.words(kind.name).items() if value.lower() != word] == []
