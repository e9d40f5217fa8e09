"""The options that several commands have, each declared once."""

from __future__ import annotations

from typing import Any

import typer

from vkstats.cli.usage import one_of, whole_number
from vkstats.messages import LANGUAGES, text

# typer declares an option as the default of a parameter of any type, hence `Any`.


def lang(lang: str) -> Any:  # noqa: ANN401
    """`--lang`: read before the commands are built; here it is declared and checked."""
    return typer.Option(lang, "--lang", metavar="vi|en", **one_of("lang", lambda: LANGUAGES, lang))


def patterns(lang: str) -> Any:  # noqa: ANN401
    """`--patterns`: folders that are laid over the built-in rules."""
    return typer.Option(None, "--patterns", metavar="DIR", help=text("help.patterns", lang))


def max_size(lang: str) -> Any:  # noqa: ANN401
    """`--max-size`: of one document, in MB."""
    return typer.Option("64", "--max-size", metavar="MB", **whole_number("max-size", lang))


def encoding(lang: str) -> Any:  # noqa: ANN401
    """`--encoding`: of plain text."""
    return typer.Option(None, "--encoding", metavar="NAME", **one_of("encoding", _encodings, lang))


def text_column(lang: str) -> Any:  # noqa: ANN401
    """`--text-column`: where rows are documents."""
    return typer.Option(None, "--text-column", metavar="NAME", help=text("help.text-column", lang))


def id_column(lang: str) -> Any:  # noqa: ANN401
    """`--id-column`: what names those documents."""
    return typer.Option(None, "--id-column", metavar="NAME", help=text("help.id-column", lang))


def tables() -> tuple[str, ...]:
    """The names that `--table` takes."""
    from vkstats.write.columns import TABLES

    return TABLES


def _encodings() -> tuple[str, ...]:
    from vkstats.read.encodings import ENCODINGS

    return ENCODINGS
