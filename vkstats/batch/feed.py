"""The inputs of a batch, opened in a thread of their own: a slow pipe never keeps finished documents waiting."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from vkstats.errors import ReadError
from vkstats.read import Options, Raw, open_inputs

_MOST = 256  # entries that wait
_MOST_BYTES = 16_000_000  # of their documents, where it is more than one


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: a document as bytes or an error, its place in the order, and the key of what it gives."""

    position: int
    source: str
    raw: Raw | ReadError
    key: bytes  # of the content and of whatever else decides the result


class Feed:
    """Entries in order. `bell` has something to read whenever there may be news."""

    def __init__(self, paths: Iterable[str | ReadError], options: Options, salt: bytes) -> None:
        self.ended = False
        self.read = 0  # bytes of the inputs
        self._waiting: deque[Entry] = deque()
        self._bytes = 0
        self._error: BaseException | None = None
        self._stopped = False
        self._finished = False
        self._room = threading.Condition()
        self.bell: Connection
        self.bell, self._rope = Pipe(duplex=False)
        self._rung = False
        threading.Thread(target=self._run, args=(paths, options, salt), daemon=True).start()

    def take(self) -> Entry | None:
        """The next entry; None where none waits: then `ended` tells whether any will come.

        Raises:
            Exception: what went wrong while the inputs were opened.
        """
        with self._room:
            if self._rung:
                self.bell.recv_bytes()
                self._rung = False
            if self._waiting:
                entry = self._waiting.popleft()
                self._bytes -= _size(entry)
                self._room.notify()
                if self._waiting:
                    self._ring()
                return entry
            if self._error is not None:
                raise self._error
            self.ended = self._finished
            return None

    def close(self) -> None:
        """Let the thread end as soon as it comes by."""
        with self._room:
            self._stopped = True
            self._room.notify()

    def _run(self, paths: Iterable[str | ReadError], options: Options, salt: bytes) -> None:
        position = 0
        try:
            for path in paths:
                for raw in (path,) if isinstance(path, ReadError) else open_inputs(path, options, self._took):
                    source = raw.source if isinstance(raw, ReadError) else raw.source.name
                    if not self._put(Entry(position, source, raw, _key(raw, salt))):
                        return
                    position += 1
        except BaseException as error:  # noqa: BLE001 (raised anew by `take`, in the thread that can act)
            self._error = error
        finally:
            with self._room:
                self._finished = True
                self._ring()

    def _took(self, count: int) -> None:
        self.read += count

    def _put(self, entry: Entry) -> bool:
        size = _size(entry)
        with self._room:
            while not self._stopped and (
                len(self._waiting) >= _MOST or (self._waiting and self._bytes + size > _MOST_BYTES)
            ):
                self._room.wait()
            if self._stopped:
                return False
            self._waiting.append(entry)
            self._bytes += size
            self._ring()
        return True

    def _ring(self) -> None:
        if not self._rung:
            self._rung = True
            self._rope.send_bytes(b"!")


def _size(entry: Entry) -> int:
    return 0 if isinstance(entry.raw, ReadError) else len(entry.raw.data)


def _key(raw: Raw | ReadError, salt: bytes) -> bytes:
    if isinstance(raw, ReadError):
        return b""
    return hashlib.blake2b(raw.data, digest_size=16, key=salt, person=raw.format.encode()[:16]).digest()
