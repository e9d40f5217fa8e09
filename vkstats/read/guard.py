"""What keeps an input from doing harm: its size is limited, what is unpacked is metered, faults of libraries are told.

Nothing is written to disk. A member that grows out of all proportion is given up and the next is taken; where the
input as a whole does, or has too many members, it is given up.
"""

from __future__ import annotations

import io
import lzma
import struct
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterator

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError
else:
    from backports.zstd import ZstdError

from vkstats.errors import ReadError
from vkstats.read.reader import Caps, Member, Raw, Source, Stream

_FREE = 1_000_000  # bytes that may come out before the ratio counts
_CHUNK = 1 << 16
_PART = 1 << 20  # of a whole document
# All that the standard library raises for bytes that are no archive, or a damaged one:
DAMAGE: tuple[type[Exception], ...] = (
    EOFError,  # gzip, bz2, lzma, zstd: cut off
    zlib.error,  # deflate
    lzma.LZMAError,
    ZstdError,
    tarfile.TarError,
    struct.error,  # headers cut off
    ValueError,  # numbers of headers, names that are no text (UnicodeDecodeError), seeking to before the start
    OverflowError,  # sizes of headers
    RecursionError,  # headers about headers, in tar
    MemoryError,  # a dictionary of xz that no machine has
    OSError,  # bz2 and gzip; one of the system has a number and is no damage, see `told`
)


class Allowance:
    """How much a document may still grow, in bytes or characters of `source.limit`."""

    def __init__(self, source: Source, size: int | None = None) -> None:
        self._source = source
        self._left = source.limit if size is None else size

    def spend(self, size: int) -> None:
        """Take so much of it.

        Raises:
            ReadError: `too-large` where there is no more.
        """
        self._left -= size
        if self._left < 0:
            raise self._source.too_large()


def whole(stream: Stream, source: Source) -> bytes:
    """The whole stream, given up as soon as it is over the limit: a stream may never end.

    Raises:
        ReadError: `too-large`.
    """
    parts = []
    allowance = Allowance(source)
    while part := stream.read(_PART):
        allowance.spend(len(part))
        parts.append(part)
    return b"".join(parts)


def check_growth(size: int, packed: int, source: Source) -> None:
    """Nothing, where `packed` bytes may unpack to `size`.

    Raises:
        ReadError: `bomb`.
    """
    ratio = source.options.caps.ratio
    if size > max(_FREE, ratio * packed):
        raise source.error("bomb", ratio=ratio)


def pieces(stream: Stream, packed: Callable[[], int], source: Source) -> Iterator[bytes]:
    """The bytes of a stream piece by piece; `packed` tells how many bytes of the archive have been spent on them.

    Raises:
        ReadError: while iterating, `bomb`.
    """
    size = 0
    while piece := stream.read(_CHUNK):
        size += len(piece)
        check_growth(size, packed(), source)
        yield piece


class ExhaustedError(ReadError):
    """The input as a whole is given up."""


class Budget:
    """What one input may still do, archives inside archives included.

    `packed` tells how many bytes the input has (or has given so far, where that is not known).
    """

    def __init__(self, caps: Caps, packed: Callable[[], int]) -> None:
        self._caps = caps
        self._packed = packed
        self._members = 0
        self._bytes = 0

    def member(self, source: Source) -> None:
        """Count a member.

        Raises:
            ExhaustedError: `too-many`.
        """
        self._members += 1
        if self._members > self._caps.members:
            raise ExhaustedError(source.name, "too-many", (("most", str(self._caps.members)),))

    def unpacked(self, size: int, source: Source) -> None:
        """Count bytes that were unpacked; any input may grow to what one of a megabyte may.

        Raises:
            ExhaustedError: `bomb-input`.
        """
        self._bytes += size
        if self._bytes > self._caps.ratio * max(_FREE, self._packed()):
            raise ExhaustedError(source.name, "bomb-input", (("ratio", str(self._caps.ratio)),))


class Guarded(io.RawIOBase):
    """The bytes of a member, read in full blocks. All errors but those of the system are `ReadError`s."""

    def __init__(self, member: Member, budget: Budget) -> None:
        self._stream = member.stream
        self._source = member.source
        self._packed = member.packed
        self._budget = budget
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """As many bytes as there is room for: fewer only at the end.

        Raises:
            ReadError: `damaged-archive`, `bomb`; `bomb-input` where the whole input is given up.
        """
        at = 0
        while at < len(buffer):
            try:
                part = self._stream.read(min(len(buffer) - at, _CHUNK))
            except DAMAGE as error:
                raise told(error, self._source) from error
            if not part:
                break
            buffer[at : at + len(part)] = part
            at += len(part)
            self._count(len(part))
        return at

    def _count(self, size: int) -> None:
        self._size += size
        self._budget.unpacked(size, self._source)
        if self._packed:
            check_growth(self._size, self._packed(), self._source)


def guarded(members: Iterator[Member | Raw | ReadError], source: Source) -> Iterator[Member | Raw | ReadError]:
    """The members, faults of the archive itself told as its error.

    Raises:
        ReadError: `damaged-archive`, and what the container raises.
    """
    while True:
        try:
            member = next(members, None)
        except DAMAGE as error:
            raise told(error, source) from error
        if member is None:
            return
        yield member


def told(error: Exception, source: Source) -> ReadError:
    """The error of a damaged archive.

    Raises:
        OSError: again, if it is the system's.
    """
    if isinstance(error, OSError) and error.errno is not None:
        raise error
    cause = str(error).strip().partition("\n")[0]
    return source.error("damaged-archive", cause=cause or type(error).__name__)
