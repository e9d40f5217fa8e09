"""Archives made for the tests: every kind, from the same members."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

import py7zr

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Members = Mapping[str, bytes]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Members, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive, not compressed."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return out.getvalue()


def sevenzipped(members: Members) -> bytes:
    """A 7z archive, solid."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


def warc_record(kind: str, block: bytes, address: str, media: str) -> bytes:
    """One record of a web archive."""
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {media}\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def answer(body: bytes, media: str = "text/plain", status: str = "200 OK", headers: str = "") -> bytes:
    """What a web server sends."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body


def warc(members: Members) -> bytes:
    """A web archive of plain texts, behind the record that tells of itself."""
    info = warc_record("warcinfo", b"software: a test\r\n", "", "application/warc-fields")
    return info + b"".join(
        warc_record("response", answer(data), name, "application/http; msgtype=response")
        for name, data in members.items()
    )


def zip_of_entries(entries: list[tuple[bytes, bytes, int, dict[str, int]]], payload: bytes = b"") -> bytes:
    """A zip written field by field: name, stored bytes, offset of the header or -1 for its place, fields to change."""
    body = payload
    directory = b""
    for name, data, at, change in entries:
        offset = len(body) if at < 0 else at
        known = {"flags": 0, "method": 0, "crc": zlib.crc32(data), "packed": len(data), "size": len(data), "mode": 0}
        known |= change
        sizes = (known["crc"], known["packed"], known["size"])
        if at < 0:
            head = (b"PK\3\4", 20, known["flags"], known["method"], 0, 0, *sizes, len(name), 0)
            body += struct.pack("<4s5H3L2H", *head) + name + data
        entry = (b"PK\1\2", 3 << 8 | 20, 20, known["flags"], known["method"], 0, 0, *sizes, len(name), 0, 0, 0, 0)
        directory += struct.pack("<4s6H3L5H2L", *entry, known["mode"] << 16, offset) + name
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
ARCHIVERS: dict[str, Callable[[Members], bytes]] = {
    "zip": zipped,
    "stored.zip": lambda members: zipped(members, zipfile.ZIP_STORED),
    "bzip2.zip": lambda members: zipped(members, zipfile.ZIP_BZIP2),
    "lzma.zip": lambda members: zipped(members, zipfile.ZIP_LZMA),
    "tar": tarred,
    "gnu.tar": lambda members: tarred(members, tarfile.GNU_FORMAT),
    "ustar.tar": lambda members: tarred(members, tarfile.USTAR_FORMAT),
    "7z": sevenzipped,
    "warc": warc,
}
