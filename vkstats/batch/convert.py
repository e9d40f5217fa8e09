"""A batch from its inputs to its output: resumable into a file, or streamed.

Into a file, every result is first kept in the ledger beside it; the output is then put together in the order of the
inputs and takes its name in one step. So a batch that was killed gives what an unbroken one gives, byte for byte.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import msgspec

from vkstats import __version__
from vkstats.batch.duplicates import Originals
from vkstats.batch.feed import Entry, Feed
from vkstats.batch.inputs import files
from vkstats.batch.ledger import Ledger
from vkstats.batch.pool import Pool
from vkstats.batch.result import Failed, Result
from vkstats.batch.sinks import FailureFile, Sink, file_sink, stream_sink
from vkstats.batch.worker import Setup, Task
from vkstats.errors import ReadError, WriteError
from vkstats.read import Options, Raw, open_inputs
from vkstats.write.form import Form, Format
from vkstats.write.output import replaceable

DEFAULT_TIMEOUT = 60.0  # seconds for one document; the longest article of a test corpus took a tenth of one


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for.

    `paths` are files, folders and `-`; `patterns` are folders laid over the built-in rules, and `digest` is that of
    the rule set which they give.
    """

    paths: Iterable[str]
    form: Form
    options: Options
    jobs: int
    digest: str
    patterns: tuple[str, ...] = ()
    timeout: float = DEFAULT_TIMEOUT
    unique: bool = False

    @property
    def setup(self) -> Setup:
        """What the workers need to know."""
        return Setup(self.options, self.form, self.patterns)

    @property
    def salt(self) -> bytes:
        """What decides a result beside the document: the program, the rules, the options."""
        said = (__version__, version("rensa"), self.digest, self.form, self.options)
        return hashlib.blake2b(msgspec.json.encode(said), digest_size=32).digest()


@dataclass(slots=True)
class Counts:
    """How far a batch has come."""

    documents: int = 0
    figures: int = 0
    failures: int = 0
    unchanged: int = 0  # inputs whose result was there already
    read: int = 0  # bytes of the inputs

    def add(self, result: Result) -> None:
        """Count a result in."""
        self.documents += len(result.documents)
        self.figures += sum(document.figures for document in result.documents)
        self.failures += len(result.failures)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch put out."""

    documents: int
    figures: int
    rows: int
    failures: int
    duplicates: int
    unchanged: int = 0
    gone: int = 0  # inputs of earlier runs that are kept though they were not named any more


Watch = Callable[[Counts], None]


def convert(job: Job, target: Path, watch: Watch, *, prune: bool = False) -> Summary:
    """Convert into the file `target`, beside its ledger `target.ledger`; failures go to `target.errors.csv`.

    Raises:
        WriteError: also if another run has the ledger, or the disk is full: what is done is kept, and is gone on
            with by the same call.
        BatchError: if no worker process can be started.
    """
    # Better said now than when all is converted.
    replaceable(str(target))
    if job.form.format is Format.PARQUET and find_spec("pyarrow") is None:
        raise WriteError(str(target), "needs-extra", (("format", "Parquet"), ("extra", "parquet")))
    ledger_path, failures_path = beside(target)
    own = [str(path) for path in (target, ledger_path, failures_path)]
    own += [f"{ledger_path}-wal", f"{ledger_path}-shm"]
    counts = Counts()
    with Ledger(ledger_path) as ledger:
        feed = Feed(files(job.paths, own), job.options, job.salt)
        with contextlib.closing(feed), Pool(job.setup, job.jobs, job.timeout) as pool:
            _fill(ledger, feed, pool, counts, watch)
        if prune:
            ledger.prune()
        ledger.commit()
        with FailureFile(failures_path, job.form.lang) as failures, file_sink(target, job.form) as sink:
            summary = _put_out(ledger.results(), sink, failures.write, unique=job.unique)
        ledger.finish()
        return replace(summary, unchanged=counts.unchanged, gone=ledger.gone())


def stream(job: Job, out: BinaryIO, watch: Watch, tell: Callable[[Failed], None]) -> Summary:
    """Convert onto `out`, in order, each document as soon as it and those before it are done; failures are told.

    Raises:
        BatchError: if no worker process can be started.
    """
    counts = Counts()
    feed = Feed(files(job.paths), job.options, job.salt)
    with contextlib.closing(feed), Pool(job.setup, job.jobs, job.timeout) as pool, stream_sink(out, job.form) as sink:
        results = _in_order(feed, pool, counts, watch)
        return _put_out(results, sink, tell, unique=job.unique)


def listing(job: Job) -> Iterator[tuple[str, str, int] | ReadError]:
    """What would be read: source, format and bytes of each document, or why it cannot be."""
    for path in files(job.paths):
        if isinstance(path, ReadError):
            yield path
            continue
        for raw in open_inputs(path, job.options):
            yield raw if isinstance(raw, ReadError) else (raw.source.name, raw.format, len(raw.data))


def beside(target: Path) -> tuple[Path, Path]:
    """The ledger and the file of failures of an output."""
    return target.with_name(f"{target.name}.ledger"), target.with_name(f"{target.name}.errors.csv")


def _fill(ledger: Ledger, feed: Feed, pool: Pool, counts: Counts, watch: Watch) -> None:
    """Bring every input into the ledger."""
    places: dict[int, tuple[int, bytes]] = {}

    def take(entry: Entry) -> Task | Result | None:
        number = ledger.enter(entry.position, entry.source, entry.key)
        if number is None:
            counts.unchanged += 1
            return None
        places[entry.position] = number, entry.key
        return _task(entry)

    for position, result in _worked(feed, pool, take):
        number, key = places.pop(position)
        ledger.fill(number, key, result)
        counts.add(result)
        counts.read = feed.read
        watch(counts)
    watch(counts)


def _worked(feed: Feed, pool: Pool, take: Callable[[Entry], Task | Result | None]) -> Iterator[tuple[int, Result]]:
    """The results of all entries for which `take` gives a task, or a result at once, as they come."""
    while True:
        while pool.has_room and (entry := feed.take()):
            taken = take(entry)
            if isinstance(taken, Task):
                pool.submit(taken)
            elif taken is not None:
                yield entry.position, taken
        if feed.ended and not pool.is_busy:
            return
        yield from pool.results(feed.bell if pool.has_room and not feed.ended else None)


def _task(entry: Entry) -> Task | Result:
    if isinstance(entry.raw, ReadError):
        return Result(failures=(Failed.of(entry.raw),))
    raw: Raw = entry.raw
    return Task(entry.position, raw.source.name, raw.format, raw.data)


def _in_order(feed: Feed, pool: Pool, counts: Counts, watch: Watch) -> Iterator[Result]:
    """The results in the order of their numbers, which miss none; the pool bounds how many have to wait."""
    waiting: dict[int, Result] = {}
    following = 0
    for number, result in _worked(feed, pool, _task):
        waiting[number] = result
        counts.add(result)
        counts.read = feed.read
        watch(counts)
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _put_out(results: Iterable[Result], sink: Sink, tell: Callable[[Failed], None], *, unique: bool) -> Summary:
    documents = figures = rows = failures = duplicates = 0
    with Originals() as originals:
        for result in results:
            for document in result.documents:
                original = originals.original_of(document)
                duplicates += original is not None
                if unique and original is not None:
                    continue
                sink.write(document, original)
                documents += 1
                figures += document.figures
                rows += document.rows
            for failure in result.failures:
                tell(failure)
                failures += 1
    return Summary(documents, figures, rows, failures, duplicates)
