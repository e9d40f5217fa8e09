"""The house is walked one way: a room imports only what stands above it, and only the edge speaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vkstats.packs import RuleSet

PACKAGE = Path(__file__).parents[1] / "vkstats"
# Rooms on one line do not know each other; a room that is not here has no place in the house yet.
HOUSE = """
model errors trie shapes
vocabulary
values
grid
text
packs gazetteer
read
names
lex literals
match
amounts
tables
link
sources frame dates
extract
annotation
check explain score
messages
write
batch
spark
cli
__main__
"""
WORDLESS = frozenset({"shapes", "grid", "text", "tables", "names", "sources", "frame", "dates"})
_SYLLABLE = re.compile(r"[^\W\d_]*[ăâêôơưáảãạắằẳẵặấầẩẫậéẻẽẹếềểễệíỉĩịóỏõọốồổỗộớờởỡợúủũụứừửữựýỷỹỵ][^\W\d_]*")
FLOORS = {room: floor for floor, line in enumerate(HOUSE.split("\n")) for room in line.split()}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(path: Path) -> str:
    """The room that a module is, or is part of."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[tuple[str, int]]:
    """The rooms that a module imports from, with the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            if node.module == "vkstats":
                yield from ((name.name, node.lineno) for name in node.names if name.name != "__version__")
            elif node.module.startswith("vkstats."):
                yield node.module.split(".")[1], node.lineno
        elif isinstance(node, ast.Import):
            yield from (
                (name.name.split(".")[1], node.lineno) for name in node.names if name.name.startswith("vkstats.")
            )


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(PACKAGE).as_posix() for path in MODULES])
def test_imports_go_one_way(path: Path) -> None:
    """No module imports from a room below its own, or beside it on the same floor."""
    own = room(path)
    assert own in FLOORS
    back = [
        f"{path.name}:{line} imports {other}"
        for other, line in imported_rooms(path)
        if other != own and FLOORS[other] >= FLOORS[own]
    ]
    assert back == []


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(PACKAGE).as_posix() for path in MODULES])
def test_only_the_edge_speaks(path: Path) -> None:
    """Only `cli` prints, exits, or names the standard streams."""
    if room(path) == "cli":
        return
    loud = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Name) and node.id in {"print", "exit", "quit", "SystemExit"})
        or (isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr", "exit", "_exit"})
    ]
    assert loud == []


@pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(PACKAGE).as_posix() for path in MODULES])
def test_python_knows_no_rule_by_its_name(path: Path, rules: RuleSet) -> None:
    """What the linker needs of a rule the rule says (`marks`); its name and that of its file mean nothing."""
    names = {name for rule in rules.rules for name in (rule.name, rule.name.partition(":")[2])}
    files = tuple({f"{rule.name.partition(':')[0]}:" for rule in rules.rules})
    coupled = [
        f"{path.name}:{node.lineno}: {node.value}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value in names or node.value.startswith(files)
    ]
    assert coupled == []


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) in WORDLESS], ids=lambda path: path.stem)
def test_words_are_no_python(path: Path) -> None:
    """What these rooms know of Vietnamese words stands in the packs."""
    if path.stem == "fold":  # where tone marks stand is orthography
        return
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    words = [
        f"{path.name}:{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        if _SYLLABLE.search(node.value)
    ]
    assert words == []


def test_every_room_has_its_module() -> None:
    """The plan of the house names only rooms that are there."""
    assert {name for name in FLOORS if not any(room(path) == name for path in MODULES)} == set()
