"""Files packed by a program that packs one stream: gzip, bzip2, xz, zstd.

What is inside keeps the name of the file, and may be an archive: `.tar.gz` is a tar in a gzip.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdFile
else:
    from backports.zstd import ZstdFile

from vkstats.read.containers.streams import Counted
from vkstats.read.reader import Member, Options, Source, Stream

_BUFFER = 1 << 16
_SUFFIX = re.compile(r"\.(?:gz|bz2|xz|zst)\Z", re.IGNORECASE)
_TAR_SUFFIX = re.compile(r"\.t(?:gz|bz2?|xz|zst)\Z", re.IGNORECASE)


def name_inside(name: str) -> str:
    """The name that what is packed would have: `a.csv` of `a.csv.gz`, `a.tar` of `a.tgz`."""
    return _SUFFIX.sub("", _TAR_SUFFIX.sub(".tar", name))


class Packed:
    """One way of packing, known by how its files begin."""

    def __init__(self, name: str, magic: bytes, unpack: Callable[[BinaryIO], Stream]) -> None:
        self.name = name
        self._magic = re.compile(magic, re.DOTALL)
        self._unpack = unpack

    def sniffs(self, head: bytes, name: str, options: Options) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return bool(self._magic.match(head))

    def members(self, stream: BinaryIO, source: Source) -> Iterator[Member]:
        """The one stream that is inside, several packed one behind the other as one."""
        counted = Counted(stream)
        unpacked = self._unpack(cast("BinaryIO", io.BufferedReader(counted, _BUFFER)))
        yield Member(source.unpacked(), unpacked, packed=lambda: counted.count)


# The magic of each: RFC 1952, the bzip2 format (a first block, or none), the .xz format 1.2, RFC 8878.
PACKED = (
    Packed("gzip", rb"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream, mode="rb")),
    Packed("bzip2", rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", bz2.BZ2File),
    Packed("xz", rb"\xfd7zXZ\0", lzma.LZMAFile),
    Packed("zstd", rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", ZstdFile),
)
