"""Worker processes that convert raw documents; one that dies or hangs costs its document, never the batch.

Several documents share a message. Where a worker dies or hangs, the ones it had not yet given back are tried again
in another, each alone, so that the guilty one is known.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Self

from vkstats.batch.result import Failed, Result
from vkstats.batch.worker import ENCODER, END, READY, REPORT, Report, Setup, Task, work
from vkstats.errors import BatchError

_CHUNK_TASKS = 32
_CHUNK_BYTES = 200_000
_CHUNKS = 2  # messages that a worker may have: the next is there when one is done
_WINDOW = 2_000  # a document that takes long may hold the order up by so many for each worker
_TRIES = 2  # alone: the first time another process may have run out of memory beside it
_FALSE_STARTS = 3
_PATIENCE = 5.0  # seconds that a worker is given to end


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    chunks: deque[int] = field(default_factory=deque)  # how many tasks of each message are still open
    ready: bool = False
    alone: bool = False  # its only task is one that a worker died or hung with: nothing may stand behind it
    active: float = 0.0  # when it was last heard of, or got work after it had none


class Pool:
    """`jobs` workers that run `target`; a document may take `timeout` seconds.

    Closed by its `with` block.
    """

    def __init__(self, setup: Setup, jobs: int, timeout: float, target: Callable[..., None] = work) -> None:
        self._setup = setup
        self._timeout = timeout
        self._target = target
        self._context = multiprocessing.get_context("spawn")  # forked, a worker would hold the pipes of all others
        self._waiting: deque[Task] = deque()
        self._bytes = 0
        self._alone: deque[Task] = deque()
        self._tries: dict[int, int] = {}
        self._failed: Report = []
        self._false_starts = 0
        self._newest = -1
        self._workers: list[_Worker] = []
        self._jobs = jobs

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for worker in self._workers:
            if kind is None:
                _end(worker)
            else:
                worker.process.kill()  # nobody waits for what it is at
        until = time.monotonic() + _PATIENCE
        for worker in self._workers:
            worker.process.join(max(0.0, until - time.monotonic()))
            _kill(worker)

    @property
    def has_room(self) -> bool:
        """Whether another document may be handed in: few wait, and none is far behind."""
        return (
            len(self._waiting) < _CHUNK_TASKS * (self._jobs + 1)
            and self._bytes < _CHUNK_BYTES * (self._jobs + 1)
            and self._newest - self._oldest < _WINDOW * self._jobs
        )

    @property
    def is_busy(self) -> bool:
        """Whether any result is still to come."""
        return bool(self._waiting or self._alone or self._failed or any(worker.tasks for worker in self._workers))

    def submit(self, task: Task) -> None:
        """Hand a document in; numbers must rise."""
        self._waiting.append(task)
        self._bytes += len(task.data)
        self._newest = task.number

    def results(self, bell: Connection | None) -> Report:
        """Results as they come, in no order; comes back without any when `bell` has something to read.

        Raises:
            BatchError: `workers` if no worker can be started.
        """
        self._hand_out()
        report, self._failed = self._failed, []
        if report:
            return report
        waited: list[Connection] = [worker.connection for worker in self._workers]
        rung = wait([*waited, bell] if bell else waited, self._patience())
        for worker in list(self._workers):
            if worker.connection in rung:
                report += self._heard(worker)
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.ready and worker.tasks and now - worker.active > self._timeout:
                self._given_up(worker, "batch.timeout", (("seconds", f"{self._timeout:g}"),), tries=1)
        return report

    @property
    def _oldest(self) -> int:
        numbers = [tasks[0].number for tasks in (self._waiting, *(worker.tasks for worker in self._workers)) if tasks]
        return min([*numbers, *(task.number for task in self._alone)], default=self._newest)

    def _started(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        process = self._context.Process(target=self._target, args=(theirs, self._setup), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hand_out(self) -> None:
        if not self._workers and self._waiting:  # a batch with nothing new needs none
            self._workers = [self._started() for _ in range(self._jobs)]
        for worker in self._workers:
            while worker.ready and len(worker.chunks) < _CHUNKS and not worker.alone:
                if self._alone and not worker.tasks:
                    worker.alone = True
                    chunk = [self._alone.popleft()]
                elif self._waiting and not self._alone:
                    chunk = self._chunk()
                else:
                    break
                if not self._sent(worker, chunk):
                    break

    def _chunk(self) -> list[Task]:
        chunk: list[Task] = []
        size = 0
        while self._waiting and len(chunk) < _CHUNK_TASKS:
            size += len(self._waiting[0].data)
            if chunk and size > _CHUNK_BYTES:
                break
            chunk.append(self._waiting.popleft())
            self._bytes -= len(chunk[-1].data)
        return chunk

    def _sent(self, worker: _Worker, chunk: Sequence[Task]) -> bool:
        if not worker.tasks:
            worker.active = time.monotonic()
        worker.tasks.extend(chunk)
        worker.chunks.append(len(chunk))
        try:
            worker.connection.send_bytes(ENCODER.encode(list(chunk)))
        except OSError:  # it has died; what it says last is heard first
            return False
        return True

    def _patience(self) -> float | None:
        """Seconds until a worker is taken to hang."""
        since = [worker.active for worker in self._workers if worker.ready and worker.tasks]
        return max(0.0, min(since) + self._timeout - time.monotonic()) + 0.01 if since else None

    def _heard(self, worker: _Worker) -> Report:
        try:
            message = worker.connection.recv_bytes()
        except (EOFError, OSError):
            worker.process.join(_PATIENCE)
            self._given_up(worker, "batch.crashed", (("exit", str(worker.process.exitcode)),), tries=_TRIES)
            return []
        if message == READY:
            worker.ready = True
            self._false_starts = 0
            return []
        report = REPORT.decode(message)
        for number, _ in report:
            worker.tasks.popleft()
            self._tries.pop(number, None)
            worker.chunks[0] -= 1
            if not worker.chunks[0]:
                worker.chunks.popleft()
        worker.alone = False  # at most one task, and it is done
        worker.active = time.monotonic()
        return report

    def _given_up(self, worker: _Worker, code: str, details: tuple[tuple[str, str], ...], tries: int) -> None:
        """Put another worker in the place of one that died or hangs, and sort out what it had."""
        if not worker.ready:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS * self._jobs:
                raise BatchError("workers", details)
        _kill(worker)
        self._workers[self._workers.index(worker)] = self._started()
        if len(worker.tasks) == 1:
            (task,) = worker.tasks
            self._tries[task.number] = self._tries.get(task.number, 0) + 1
            if self._tries[task.number] >= tries:
                del self._tries[task.number]
                failure = Failed(task.source, "extract", code, details)
                self._failed.append((task.number, Result(failures=(failure,))))
                return
        for task in worker.tasks:
            self._tries.setdefault(task.number, 0)
        self._alone.extend(worker.tasks)


def _end(worker: _Worker) -> None:
    try:
        worker.connection.send_bytes(END)
    except OSError:
        worker.process.kill()  # it has died or is dying


def _kill(worker: _Worker) -> None:
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join(_PATIENCE)
    worker.connection.close()
