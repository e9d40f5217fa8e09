"""A worker process: raw documents in, results out, until the other end of the connection closes."""

from __future__ import annotations

import gc
import os
import queue
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from vkstats.batch.result import Failed, Result
from vkstats.errors import ReadError, WriteError
from vkstats.model import Document, DocumentRecord, Warning
from vkstats.read import Options, Raw, Source, understand
from vkstats.read.language import is_vietnamese
from vkstats.write.form import Form

_FLUSH = 0.05  # seconds that a result may wait for the next, so that small documents share a message


@dataclass(frozen=True, slots=True)
class Setup:
    """What every document of a batch has in common."""

    options: Options
    form: Form
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One raw document for a worker; `number` is what its result comes back under."""

    number: int
    source: str
    format: str
    data: bytes


Report = list[tuple[int, Result]]
_TASKS = msgspec.msgpack.Decoder(list[Task])
REPORT = msgspec.msgpack.Decoder(Report)
ENCODER = msgspec.msgpack.Encoder()
READY = b"ready"
END = b""


def work(connection: Connection, setup: Setup) -> None:
    """Convert what comes until `END` comes; where the other end is gone, end at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C reaches the whole group; the parent alone acts on it
    converted = converter(setup)
    gc.freeze()  # the rules live to the end
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    connection.send_bytes(READY)
    while message := inbox.get():
        report: Report = []
        last = time.monotonic()
        for task in _TASKS.decode(message):
            report.append((task.number, converted(task)))
            if time.monotonic() - last > _FLUSH:
                connection.send_bytes(ENCODER.encode(report))
                report, last = [], time.monotonic()
        if report:
            connection.send_bytes(ENCODER.encode(report))


def converter(setup: Setup) -> Callable[[Task], Result]:
    """The function that converts one raw document, whatever happens in it."""
    from vkstats.batch.rendering import convert
    from vkstats.extract import extract
    from vkstats.packs import load_rules

    rules = load_rules([Path(path) for path in setup.patterns])

    def converted(task: Task) -> Result:
        documents, failures = [], []
        raw = Raw(Source(task.source, setup.options), task.format, task.data)
        name, stage = task.source, "read"
        try:
            for document in understand(raw):
                if isinstance(document, ReadError):
                    failures.append(Failed.of(document))
                    continue
                name, stage = document.source, "extract"
                record, doubt = checked(document, extract(document, rules))
                stage = "write"
                documents.append(convert(record, setup.form))
                failures += doubt
                name, stage = task.source, "read"
        except WriteError as error:
            failures.append(Failed(name, "write", f"write.{error.code}", error.details))
        except (MemoryError, RecursionError) as error:
            failures.append(Failed(name, stage, "batch.exhausted", (("cause", type(error).__name__),)))
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told, and the batch goes on)
            failures.append(Failed(name, stage, "batch.fault", (("cause", f"{type(error).__name__}: {error}"),)))
        return Result(tuple(documents), tuple(failures))

    return converted


def checked(document: Document, record: DocumentRecord) -> tuple[DocumentRecord, list[Failed]]:
    """The record, and a failure where the text is none that can be judged by these rules."""
    if is_vietnamese(document.text):
        return record, []
    warned = replace(record, warnings=(Warning("no-vietnamese", 0, 0), *record.warnings))
    return warned, [Failed(record.doc, "extract", "warning.no-vietnamese")]


def _receive(connection: Connection, inbox: queue.SimpleQueue[bytes]) -> None:
    """Take in what comes, so that the other end never waits for this one to be done."""
    while True:
        try:
            inbox.put(connection.recv_bytes())
        except (EOFError, OSError):  # the parent is gone: nobody will take the results
            os.kill(os.getpid(), signal.SIGTERM)
            return
