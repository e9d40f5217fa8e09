"""`vkstats batch`: what the arguments ask for, and how far it is."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from vkstats.batch.convert import Counts, Job, Summary, beside, convert, listing, stream
from vkstats.batch.inputs import listed, size
from vkstats.batch.result import Failed
from vkstats.cli.streams import STANDARD_OUTPUT, say, standard_output
from vkstats.errors import ReadError
from vkstats.messages import text
from vkstats.write.mistakes import told, visible

_PLAIN_EVERY = 10.0  # seconds between lines where no one looks on


def inputs(paths: Sequence[str], lists: str | None) -> Iterable[str]:
    """The paths, then those of the list `lists` (`-` is standard input) as they come.

    Raises:
        ReadError: while iterating, if the list cannot be read.
    """
    return tuple(paths) if lists is None else _with_listed(paths, lists)


def _with_listed(paths: Sequence[str], lists: str) -> Iterator[str]:
    yield from paths
    try:
        with open(0, "rb", closefd=False) if lists == "-" else open(lists, "rb") as names:  # noqa: PTH123
            yield from listed(names)
    except OSError as error:
        raise ReadError(lists, "unreadable", (("cause", error.strerror or str(error)),)) from error


def available_cores() -> int:
    """The cores that this process may use."""
    with contextlib.suppress(AttributeError):  # no such call outside Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(job: Job, target: str | None, lang: str, *, prune: bool) -> bool:
    """The whole batch; whether every document was converted."""
    started = time.monotonic()
    summaries: list[Summary] = []  # none where the reader of the pipe has seen enough
    with _progress(job.paths, lang) as watch:
        if target is None or target in STANDARD_OUTPUT:
            with standard_output() as out:
                out.flush()
                summaries.append(stream(job, out.buffer, watch, lambda failure: _tell(failure, lang)))
        else:
            summaries.append(convert(job, Path(target), watch, prune=prune))
    for summary in summaries:
        _sum_up(summary, target, lang, time.monotonic() - started)
    return not any(summary.failures for summary in summaries)


def list_inputs(job: Job, lang: str) -> bool:
    """What would be read, a line a document: source, format, bytes; whether all of it can be."""
    good = True
    with standard_output() as out:
        for entry in listing(job):
            if isinstance(entry, ReadError):
                say(told(entry, lang))
                good = False
            else:
                source, form, size = entry
                out.write(f"{visible(source)}\t{form}\t{size}\n")
    return good


def _tell(failure: Failed, lang: str) -> None:
    say(visible(f"{failure.source}: {text(failure.code, lang, source=failure.source, **dict(failure.details))}"))


def _sum_up(summary: Summary, target: str | None, lang: str, seconds: float) -> None:
    say(
        text(
            "notice.batch-done",
            lang,
            documents=summary.documents,
            figures=summary.figures,
            rows=summary.rows,
            failures=summary.failures,
            duplicates=summary.duplicates,
            seconds=f"{seconds:.1f}",
        )
    )
    if summary.unchanged:
        say(text("notice.batch-unchanged", lang, count=summary.unchanged))
    if summary.gone:
        say(text("notice.batch-gone", lang, count=summary.gone))
    if summary.failures and target:
        say(visible(text("notice.batch-failures", lang, path=beside(Path(target))[1])))


@contextlib.contextmanager
def _progress(paths: Iterable[str], lang: str) -> Iterator[Callable[[Counts], None]]:
    """What to call as work goes on: a bar on a terminal, now and then a line elsewhere."""
    if sys.stderr is None:
        yield lambda _: None
    elif sys.stderr.isatty():
        with _bar(paths, lang) as watch:
            yield watch
    else:
        yield _lines(lang)


def _lines(lang: str) -> Callable[[Counts], None]:
    started = last = time.monotonic()

    def watch(counts: Counts) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PLAIN_EVERY:
            return
        last = now
        say(text("notice.batch-progress", lang, **_shown(counts, now - started)))

    return watch


def _shown(counts: Counts, seconds: float) -> dict[str, object]:
    rate = counts.documents / seconds if seconds else 0.0
    return {
        "documents": counts.documents,
        "figures": counts.figures,
        "failures": counts.failures,
        "unchanged": counts.unchanged,
        "rate": f"{rate:.0f}",
    }


@contextlib.contextmanager
def _bar(paths: Iterable[str], lang: str) -> Iterator[Callable[[Counts], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns: Sequence[Any] = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=12),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        if isinstance(paths, tuple):  # a list of names that comes through a pipe can be read only once
            measure = threading.Thread(target=lambda: progress.update(task, total=size(paths)), daemon=True)
            measure.start()

        def watch(counts: Counts) -> None:
            line = text("notice.batch-bar", lang, **_shown(counts, time.monotonic() - started))
            progress.update(task, description=line, completed=counts.read)

        yield watch
