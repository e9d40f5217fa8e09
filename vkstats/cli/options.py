"""The options that several commands have, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from vkstats.cli.streams import STANDARD_OUTPUT, say
from vkstats.cli.usage import UsageError, one_of, whole_number
from vkstats.messages import LANGUAGES, text
from vkstats.write.form import SUFFIXES, Form, Format
from vkstats.write.mistakes import visible

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


def chosen_form(
    asked: str | None, target: str | None, default: Format, *, table: str | None, with_text: bool, lang: str
) -> Form:
    """The form in the format asked for; else in that which the output file is named after, `default` on a stream.

    A file without suffix is CSV. One that is named after another format than the one asked for is noticed.

    Raises:
        UsageError: if the file is named after no format, a format cannot be written to a stream, or the form has no
            place for texts.
    """
    suffix = Path(target or "").suffix.lower()
    named = SUFFIXES.get(suffix)
    streamed = target is None or target in STANDARD_OUTPUT
    if asked:
        chosen = Format(asked)
    elif streamed:
        chosen = default
    elif suffix and not named:
        raise UsageError(visible(text("usage.suffix", lang, target=target, suffix=suffix, known=", ".join(SUFFIXES))))
    else:
        chosen = named or Format.CSV
    if streamed and not chosen.streams:
        raise UsageError(text("usage.no-stream", lang, form=chosen))
    form = Form(chosen, table, lang, with_text)
    if with_text and not form.holds_documents:
        raise UsageError(text("usage.with-text", lang))
    if named and named is not chosen:
        say(visible(text("notice.other-format", lang, target=target, form=chosen)))
    return form


def tables() -> tuple[str, ...]:
    """The names that `--table` takes."""
    from vkstats.write.columns import TABLES

    return TABLES


def _encodings() -> tuple[str, ...]:
    from vkstats.read.encodings import ENCODINGS

    return ENCODINGS
