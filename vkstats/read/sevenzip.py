"""7z archives, by the extra `vkstats[7z]`: the library hands out what it unpacks, and a thread makes streams of it."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Iterator
from typing import BinaryIO

from vkstats.errors import ReadError
from vkstats.read.reader import Member, Options, Source
from vkstats.read.unpacking import buffered, damage_told, is_litter, searchable

_MAGIC = b"7z\xbc\xaf\x27\x1c"
_UNCHECKED = 1_000_000  # bytes that may be packed however tightly
_AHEAD = 8  # pieces that the library may be ahead
_PATIENCE = 0.2  # seconds between looks whether anybody still reads


class SevenZip:
    """A 7z archive, whose members are packed one behind the other, and are unpacked in one go."""

    name = "7z"

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(_MAGIC)

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member | ReadError]:
        """The files in the order of the archive.

        Raises:
            ReadError: `needs-extra`, `encrypted`, `damaged-archive`, `bomb`, `too-large-inside`.
        """
        try:
            import py7zr
            from py7zr.exceptions import ArchiveError
        except ImportError:
            raise source.error("needs-extra", format="7z", extra="7z") from None
        stream = searchable(stream, source)
        packed = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        with damage_told(source, ArchiveError, KeyError, TypeError, AttributeError, AssertionError):
            archive = py7zr.SevenZipFile(stream)
            if archive.needs_password():
                raise source.error("encrypted", format="7z")
        flow = _Flow()
        unpacking = threading.Thread(target=flow.run, args=(archive,), name="7z", daemon=True)
        unpacking.start()
        try:
            yield from _files(flow, source, packed)
        finally:
            flow.stopped.set()
            unpacking.join()
        with damage_told(source, Exception):  # of the library, in its thread; whatever it is, the archive is damaged
            if flow.error is not None:
                raise flow.error


def _files(flow: _Flow, source: Source, packed: int) -> Iterator[Member]:
    given = 0
    while (name := flow.next_name()) is not None:
        content = _Content(flow, source, most=max(_UNCHECKED, source.options.caps.ratio * packed) - given)
        if not is_litter(name):
            yield Member(source.inside(name), buffered(content))
        if content.is_over:  # told by whoever read it, in the name of the archive
            return
        content.skip()
        given += content.given


class _Stopped(Exception):  # noqa: N818 (nothing is wrong: nobody reads any more)
    """Unwinds the library."""


class _Flow:
    """Names and pieces on their way from the library's thread: a string opens a member."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.error: Exception | None = None
        self._pieces: queue.Queue[str | bytes] = queue.Queue(_AHEAD)
        self._ended = threading.Event()
        self._held: str | bytes | None = None

    def run(self, archive: object) -> None:
        """Unpack all of the archive into the flow."""
        from py7zr.io import Py7zIO, WriterFactory

        flow = self

        class Writer(Py7zIO):
            written = 0

            def write(self, piece: bytes | bytearray) -> int:
                flow.put(bytes(piece))
                self.written += len(piece)
                return len(piece)

            def read(self, size: int | None = None) -> bytes:  # noqa: ARG002 (the library's arguments)
                return b""

            def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002
                return 0

            def flush(self) -> None:
                """Nothing is held back."""

            def size(self) -> int:
                return self.written

        class Writers(WriterFactory):
            def create(self, filename: str) -> Writer:
                flow.put(filename)
                return Writer()

        try:
            archive.extractall(factory=Writers())  # type: ignore[attr-defined]
        except _Stopped:
            pass
        except Exception as error:  # noqa: BLE001 (told by the thread that reads)
            self.error = error
        finally:
            self._ended.set()

    def put(self, piece: str | bytes) -> None:
        """Hand a piece on as soon as there is room."""
        while not self.stopped.is_set():
            try:
                self._pieces.put(piece, timeout=_PATIENCE)
            except queue.Full:
                continue
            return
        raise _Stopped

    def next_name(self) -> str | None:
        """The name of the next member; None at the end."""
        piece = self.peek()
        if isinstance(piece, str):
            self._held = None
            return piece
        return None

    def next_bytes(self) -> bytes:
        """The next piece of the member; empty at its end."""
        piece = self.peek()
        if isinstance(piece, bytes):
            self._held = None
            return piece
        return b""

    def peek(self) -> str | bytes | None:
        """What comes next; None at the end of all."""
        while self._held is None:
            try:
                self._held = self._pieces.get(timeout=_PATIENCE / 10)
            except queue.Empty:
                if self._ended.is_set() and self._pieces.empty():
                    return None
        return self._held


class _Content(io.RawIOBase):
    """The bytes of one member, at most `most` of them."""

    def __init__(self, flow: _Flow, source: Source, most: int) -> None:
        self.given = 0
        self._flow = flow
        self._source = source
        self._most = most
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or self._piece()
        data, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    @property
    def is_over(self) -> bool:
        """Whether the archive was given up."""
        return self.given > self._most

    def skip(self) -> None:
        """Go on to the end."""
        while self._piece():
            pass

    def _piece(self) -> bytes:
        piece = b""
        while not piece and isinstance(self._flow.peek(), bytes):
            piece = self._flow.next_bytes()
        self.given += len(piece)
        if self.is_over:
            raise self._source.error("bomb", ratio=self._source.options.caps.ratio)
        return piece
