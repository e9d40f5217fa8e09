"""The commands and their options. Each imports what it needs: `vkstats --version` stays about as light as typer."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import typer

from vkstats import __version__
from vkstats.cli import options
from vkstats.cli.streams import STANDARD_OUTPUT, is_terminal, standard_output
from vkstats.cli.usage import (
    DEFAULT_COMMAND,
    Command,
    Group,
    Root,
    UsageError,
    one_of,
    translate_completion,
    whole_number,
)
from vkstats.messages import text
from vkstats.write.form import SUFFIXES, Format

_MEGABYTE = 1_000_000
_FAILED, _WRONG = 1, 2
_GRID_FORMATS = (Format.CSV, Format.TSV, Format.XLSX)
_SCORE_FORMATS = (Format.TABLE, Format.CSV, Format.JSON)


def command_tree(lang: str) -> Any:  # noqa: ANN401 (typer keeps the type of its commands to itself)
    """The command tree, with help in the language `lang`; called with arguments it gives the exit code."""
    root, group, command = (type(base.__name__, (base,), {"lang": lang}) for base in (Root, Group, Command))
    app = typer.Typer(
        cls=root,
        help=text("help.app", lang),
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.add_typer(_rules_commands(group, command, lang), name="rules")
    lang_option, patterns_option = options.lang(lang), options.patterns(lang)
    encoding_option, max_size_option = options.encoding(lang), options.max_size(lang)
    text_column_option, id_column_option = options.text_column(lang), options.id_column(lang)

    @app.callback()
    def global_options(
        *,
        version: bool = typer.Option(
            False, "--version", is_eager=True, callback=_version, help=text("help.version", lang)
        ),
        language: str = lang_option,
    ) -> None:
        """Options that may stand before the name of a command."""

    @app.command(DEFAULT_COMMAND, cls=command, help=text("help.extract", lang))
    def extract(
        files: list[str] | None = typer.Argument(None, metavar="FILE…", help=text("help.files", lang)),
        *,
        form: str | None = typer.Option(
            None, "--format", "-f", metavar="FORMAT", **one_of("format", lambda: tuple(Format), lang)
        ),
        target: str | None = typer.Option(None, "--output", "-o", metavar="FILE", help=text("help.output", lang)),
        table: str | None = typer.Option(None, "--table", metavar="TABLE", **one_of("table", options.tables, lang)),
        with_text: bool = typer.Option(False, "--with-text", help=text("help.with-text", lang)),
        encoding: str | None = encoding_option,
        text_column: str | None = text_column_option,
        id_column: str | None = id_column_option,
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
        max_size: str = max_size_option,
    ) -> int:
        if not files:
            raise UsageError(text("usage.no-files", lang))
        if id_column and not text_column:
            raise UsageError(text("usage.id-column", lang))
        from vkstats.cli.conversion import Conversion
        from vkstats.extract import extract as extracted
        from vkstats.packs import load_rules
        from vkstats.read import Options

        default = Format.TABLE if is_terminal() else Format.CSV
        chosen = options.chosen_form(form, target, default, table=table, with_text=with_text, lang=lang)
        rules = load_rules(patterns or ())
        gc.freeze()  # the rules live to the end: the collector need not walk them again for every document
        reading = Options(int(max_size) * _MEGABYTE, encoding, text_column, id_column)
        conversion = Conversion(lambda document: extracted(document, rules), chosen, reading)
        conversion.run(files, target)
        return _FAILED if conversion.failed else 0

    @app.command("explain", cls=command, help=text("help.explain", lang))
    def explain(
        sentence: str = typer.Argument(..., metavar="SENTENCE", help=text("help.sentence", lang), show_default=False),
        *,
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
    ) -> int:
        if not sentence.isascii() and any("\ud800" <= letter <= "\udfff" for letter in sentence):
            raise UsageError(text("usage.not-utf8", lang, argument="SENTENCE"))
        from vkstats.explain import explain as explained
        from vkstats.packs import load_rules
        from vkstats.write.explanation import write_explanation

        explanation = explained(sentence, load_rules(patterns or ()))
        with standard_output() as out:
            write_explanation(explanation, out, lang, color=out.isatty())
        return 0

    _add_tables(app, command, lang)
    _add_batch(app, command, lang)
    _add_spark(app, command, lang)
    _add_score(app, command, lang)
    tree = typer.main.get_command(app)
    translate_completion(tree.params, lang)
    return tree


def _add_tables(app: typer.Typer, command: type, lang: str) -> None:
    """The command that puts out tables as they are."""
    lang_option, patterns_option, max_size_option = options.lang(lang), options.patterns(lang), options.max_size(lang)
    encoding_option = options.encoding(lang)

    @app.command("tables", cls=command, help=text("help.tables", lang))
    def tables(
        files: list[str] | None = typer.Argument(None, metavar="FILE…", help=text("help.files", lang)),
        *,
        form: str | None = typer.Option(
            None, "--format", "-f", metavar="FORMAT", **one_of("format", lambda: _GRID_FORMATS, lang)
        ),
        target: str | None = typer.Option(None, "--output", "-o", metavar="FILE", help=text("help.output", lang)),
        encoding: str | None = encoding_option,
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
        max_size: str = max_size_option,
    ) -> int:
        if not files:
            raise UsageError(text("usage.no-files", lang))
        from vkstats.cli.conversion import Conversion
        from vkstats.extract import extract as extracted
        from vkstats.packs import load_rules
        from vkstats.read import Options
        from vkstats.write.form import Form

        named = SUFFIXES.get(Path(target or "").suffix.lower(), Format.CSV)
        named = named if named in _GRID_FORMATS else Format.CSV
        chosen = Form(Format(form) if form else named, "tables", lang, grids=True)
        if not chosen.format.streams and (target is None or target in STANDARD_OUTPUT):
            raise UsageError(text("usage.no-stream", lang, form=chosen.format))
        rules = load_rules(patterns or ())
        reading = Options(int(max_size) * _MEGABYTE, encoding)
        conversion = Conversion(lambda document: extracted(document, rules), chosen, reading)
        conversion.run(files, target)
        return _FAILED if conversion.failed else 0


def _add_batch(app: typer.Typer, command: type, lang: str) -> None:
    """The command that converts archives."""
    lang_option, patterns_option, max_size_option = options.lang(lang), options.patterns(lang), options.max_size(lang)
    encoding_option = options.encoding(lang)
    text_column_option, id_column_option = options.text_column(lang), options.id_column(lang)
    form_option = one_of("format", lambda: tuple(Format), lang) | {"help": text("help.batch-format", lang)}

    @app.command("batch", cls=command, help=text("help.batch", lang))
    def batch(
        paths: list[str] | None = typer.Argument(None, metavar="INPUT…", help=text("help.inputs", lang)),
        *,
        target: str | None = typer.Option(None, "--output", "-o", metavar="FILE", help=text("help.batch-output", lang)),
        form: str | None = typer.Option(None, "--format", "-f", metavar="FORMAT", **form_option),
        table: str | None = typer.Option(None, "--table", metavar="TABLE", **one_of("table", options.tables, lang)),
        with_text: bool = typer.Option(False, "--with-text", help=text("help.with-text", lang)),
        from0: str | None = typer.Option(None, "--from0", metavar="FILE", help=text("help.from0", lang)),
        jobs: str | None = typer.Option(None, "--jobs", "-j", metavar="N", **whole_number("jobs", lang)),
        timeout: str = typer.Option("60", "--timeout", metavar="SECONDS", **whole_number("timeout", lang)),
        unique: bool = typer.Option(False, "--unique", help=text("help.unique", lang)),
        prune: bool = typer.Option(False, "--prune", help=text("help.prune", lang)),
        dry_run: bool = typer.Option(False, "--dry-run", help=text("help.dry-run", lang)),
        encoding: str | None = encoding_option,
        text_column: str | None = text_column_option,
        id_column: str | None = id_column_option,
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
        max_size: str = max_size_option,
    ) -> int:
        if not paths and not from0:
            raise UsageError(text("usage.no-inputs", lang))
        if id_column and not text_column:
            raise UsageError(text("usage.id-column", lang))
        from vkstats.batch.convert import Job
        from vkstats.cli import batching
        from vkstats.packs import load_rules
        from vkstats.read import Options

        chosen = options.chosen_form(form, target, Format.CSV, table=table, with_text=with_text, lang=lang)
        if chosen.format is Format.TABLE:
            raise UsageError(text("usage.batch-table", lang))
        if prune and target is None:
            raise UsageError(text("usage.prune", lang))
        job = Job(
            batching.inputs(paths or [], from0),
            chosen,
            Options(int(max_size) * _MEGABYTE, encoding, text_column, id_column),
            int(jobs or batching.available_cores()),
            load_rules(patterns or ()).digest,
            tuple(map(str, patterns or ())),
            float(timeout),
            unique,
        )
        good = batching.list_inputs(job, lang) if dry_run else batching.run(job, target, lang, prune=prune)
        return 0 if good else _FAILED


def _add_spark(app: typer.Typer, command: type, lang: str) -> None:
    """The command that runs on a cluster."""
    lang_option, patterns_option, max_size_option = options.lang(lang), options.patterns(lang), options.max_size(lang)
    encoding_option = options.encoding(lang)
    text_column_option, id_column_option = options.text_column(lang), options.id_column(lang)

    @app.command("spark", cls=command, help=text("help.spark", lang))
    def spark(
        source: str = typer.Argument(..., metavar="INPUT", help=text("help.spark-input", lang), show_default=False),
        target: str = typer.Argument(..., metavar="OUT", help=text("help.spark-output", lang), show_default=False),
        *,
        table: str = typer.Option("figures", "--table", metavar="TABLE", **one_of("table", options.tables, lang)),
        with_text: bool = typer.Option(False, "--with-text", help=text("help.with-text", lang)),
        timeout: str = typer.Option("60", "--timeout", metavar="SECONDS", **whole_number("timeout", lang)),
        encoding: str | None = encoding_option,
        text_column: str | None = text_column_option,
        id_column: str | None = id_column_option,
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
        max_size: str = max_size_option,
    ) -> int:
        if id_column and not text_column:
            raise UsageError(text("usage.id-column", lang))
        if with_text and table != "documents":
            raise UsageError(text("usage.with-text", lang))
        from vkstats.cli import cluster
        from vkstats.read import Options

        good = cluster.run(
            source,
            target,
            table=table,
            with_text=with_text,
            patterns=patterns or (),
            lang=lang,
            options=Options(int(max_size) * _MEGABYTE, encoding, text_column, id_column),
            seconds=float(timeout),
        )
        return 0 if good else _FAILED


def _add_score(app: typer.Typer, command: type, lang: str) -> None:
    """The command that measures the extraction."""
    lang_option, patterns_option, max_size_option = options.lang(lang), options.patterns(lang), options.max_size(lang)
    score_format = one_of("format", lambda: _SCORE_FORMATS, lang) | {"help": text("help.score-format", lang)}

    @app.command("score", cls=command, help=text("help.score", lang))
    def score(
        files: list[str] | None = typer.Argument(None, metavar="GOLD…", help=text("help.gold", lang)),
        *,
        form: str | None = typer.Option(None, "--format", "-f", metavar="FORMAT", **score_format),
        errors: str | None = typer.Option(None, "--errors", metavar="N", **whole_number("errors", lang)),
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
        max_size: str = max_size_option,
    ) -> int:
        if not files:
            raise UsageError(text("usage.no-gold", lang))
        if errors and form == Format.CSV:
            raise UsageError(text("usage.errors-csv", lang))
        from vkstats.cli.scoring import score_files
        from vkstats.extract import extract as extracted
        from vkstats.packs import load_rules

        rules = load_rules(patterns or ())
        for_reading = bool(errors) or is_terminal()
        chosen = Format(form) if form else Format.TABLE if for_reading else Format.CSV
        most, limit = int(errors or 0), int(max_size) * _MEGABYTE
        good = score_files(files, lambda document: extracted(document, rules), chosen, lang, most=most, limit=limit)
        return 0 if good else _FAILED


def _rules_commands(group: type, command: type, lang: str) -> typer.Typer:
    """The commands about the rules themselves."""
    rules_app = typer.Typer(cls=group, help=text("help.rules", lang), no_args_is_help=True, rich_markup_mode=None)
    lang_option, patterns_option = options.lang(lang), options.patterns(lang)

    @rules_app.callback()
    def rules_options(*, language: str = lang_option) -> None:
        """Options that may stand before `check` or `list`."""

    @rules_app.command("check", cls=command, help=text("help.rules.check", lang))
    def check(
        folder: Path | None = typer.Argument(None, metavar="DIR", help=text("help.folder", lang)),
        *,
        language: str = lang_option,
    ) -> int:
        from vkstats.cli.checking import check_patterns

        return 0 if check_patterns(folder, lang) else _WRONG

    @rules_app.command("list", cls=command, help=text("help.rules.list", lang))
    def list_rules(
        *,
        language: str = lang_option,
        patterns: list[Path] | None = patterns_option,
    ) -> int:
        from vkstats.packs import load_rules
        from vkstats.write.rulebook import write_rules

        rules = load_rules(patterns or ())
        with standard_output() as out:
            write_rules(rules, out, for_reading=out.isatty())
        return 0

    return rules_app


def _version(asked: bool) -> None:
    if asked:
        print(f"vkstats {__version__}")
        raise typer.Exit
