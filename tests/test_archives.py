"""Archives: every member in its place, nothing written, nothing unpacked without end."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import struct
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read import Caps, Options, read

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SAMPLES = Path(__file__).parents[1] / "samples"
TEXTS = {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A TAR archive of the files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def crawl(files: dict[str, bytes]) -> bytes:
    """A WARC file in which each file was got from an address, beside what a crawl holds besides."""
    out = [record("warcinfo", "", b"software: tests\r\n", "application/warc-fields")]

    def add(address: str, data: bytes, kind: str, status: str = "200 OK", coding: str = "") -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{coding}\r\n".encode()
        out.append(
            record("response", f"http://vks.example/{address}", head + data, "application/http; msgtype=response")
        )

    for number, (name, data) in enumerate(files.items()):
        match number % 3:
            case 0:
                add(name, gzip.compress(data, mtime=0), "text/plain", coding="Content-Encoding: gzip\r\n")
            case 1:
                chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (data[:100], data[100:], b""))
                add(name, chunks, "text/plain; charset=utf-8", coding="Transfer-Encoding: chunked\r\n")
            case _:
                add(name, data, "text/plain")
        add("logo.png", b"\x89PNG", "image/png")
        add("old", b"moved", "text/html", "301 Moved Permanently")
    return b"".join(out)


def record(kind: str, address: str, block: bytes, content: str) -> bytes:
    """One record of a WARC file (ISO 28500)."""
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\n{target}Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def sevenzipped(files: dict[str, bytes]) -> bytes:
    """A 7z archive of the files."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
ARCHIVERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "stored.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "7z": sevenzipped,
    "tar": tarred,
    "ustar.tar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "gnu.tar": lambda files: tarred(files, tarfile.GNU_FORMAT),
    **{
        f"tar.{name}": (lambda files, pack=pack: pack(tarred(files)))  # type: ignore[misc]
        for name, pack in PACKERS.items()
    },
}


def results(folder: Path, name: str, data: bytes, **options: object) -> list[Document | ReadError]:
    """What is in a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return list(read(str(path), Options(**options)))  # type: ignore[arg-type]


def texts(found: list[Document | ReadError]) -> list[bytes | str]:
    """The texts of the documents, and in their place the codes of errors."""
    return [one.code if isinstance(one, ReadError) else one.text.encode() for one in found]


def codes(found: list[Document | ReadError]) -> list[str]:
    """The codes of all that failed."""
    return [one.code for one in found if isinstance(one, ReadError)]


# --- what is inside ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ARCHIVERS)
def test_the_members_of_an_archive_are_documents(tmp_path: Path, kind: str) -> None:
    """Each in its order, under the name of the archive and its own."""
    found = results(tmp_path, f"a.{kind}", ARCHIVERS[kind](TEXTS))
    assert texts(found) == list(TEXTS.values())
    assert [one.source for one in found] == [f"{tmp_path}/a.{kind}!{name}" for name in TEXTS]


@pytest.mark.parametrize("kind", PACKERS)
def test_a_packed_file_is_the_file(tmp_path: Path, kind: str) -> None:
    """Under its own name; the suffix below that of the packer counts."""
    data = TEXTS["toa-an-tong-ket.txt"]
    (document,) = results(tmp_path, f"a.txt.{kind}", PACKERS[kind](data))
    assert isinstance(document, Document)
    assert (document.source, document.text.encode()) == (f"{tmp_path}/a.txt.{kind}", data)
    table = "ten;noi_dung\n1;Khởi tố 35 vụ án\n".encode()
    (row,) = results(tmp_path, f"a.csv.{kind}", PACKERS[kind](table), text_column="noi_dung")
    assert texts([row]) == ["Khởi tố 35 vụ án".encode()]


def test_archives_inside_archives_are_opened(tmp_path: Path) -> None:
    """A ZIP in a packed TAR in a ZIP."""
    inner = zipped({"b.txt": b"Kh\xe1\xbb\x9fi t\xe1\xbb\x91 2 v\xe1\xbb\xa5"})
    outer = zipped({"1.tar.gz": gzip.compress(tarred({"2.zip": inner, "c.txt": b"3 v\xe1\xbb\xa5"})), "d.txt": b"4"})
    found = results(tmp_path, "a.zip", outer)
    assert [one.source.removeprefix(str(tmp_path)) for one in found] == [
        "/a.zip!1.tar.gz!2.zip!b.txt", "/a.zip!1.tar.gz!c.txt", "/a.zip!d.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, PACKERS["gz"]], ids=["plain", "gzip"])
def test_the_pages_of_a_crawl_are_documents(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Under their addresses, their transfer undone; pictures, redirects and the crawler's notes left out."""
    found = results(tmp_path, "a.warc.gz", pack(crawl(TEXTS)))
    assert texts(found) == list(TEXTS.values())
    assert [one.source.rpartition("!")[2] for one in found] == [f"http://vks.example/{name}" for name in TEXTS]


def test_names_are_read_as_they_were_meant(tmp_path: Path) -> None:
    """UTF-8 with and without its flag; what systems leave behind, and folders, are no members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("Báo cáo/", "Báo cáo/số 1.txt", "__MACOSX/._a.txt", "x/.DS_Store", "Thumbs.db"):
            archive.writestr(name, "7 vụ")
    data = out.getvalue()
    assert [one.source.rpartition("!")[2] for one in results(tmp_path, "a.zip", data)] == ["Báo cáo/số 1.txt"]
    flagged = data.replace(b"PK\x03\x04\x14\x00\x00\x08", b"PK\x03\x04\x14\x00\x00\x00")
    flagged = flagged.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00")
    assert flagged != data
    assert [one.source.rpartition("!")[2] for one in results(tmp_path, "b.zip", flagged)] == ["Báo cáo/số 1.txt"]


# --- what cannot be read -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_without_files_says_so(tmp_path: Path, kind: str) -> None:
    """Nothing found is told, not passed over."""
    assert codes(results(tmp_path, f"a.{kind}", ARCHIVERS[kind]({}))) == ["empty-archive"]


def test_links_and_devices_are_told(tmp_path: Path) -> None:
    """They are no files; where they point to is never looked at."""
    (tmp_path / "secret").write_text("12 vụ")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, str(tmp_path / "secret")
            archive.addfile(info)
    assert codes(results(tmp_path, "a.tar", out.getvalue())) == ["link", "link", "link"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive_:
        info_ = zipfile.ZipInfo("link")
        info_.external_attr = 0o120777 << 16
        archive_.writestr(info_, str(tmp_path / "secret"))
    assert codes(results(tmp_path, "a.zip", packed.getvalue())) == ["link"]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_names_that_lead_outside_are_labels(tmp_path: Path, kind: str) -> None:
    """`../` and absolute names: read, never opened, nothing written."""
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["../../x.txt", f"{tmp_path}/y.txt", "C:\\z.txt"]
    found = results(folder, f"a.{kind}", ARCHIVERS[kind](dict.fromkeys(names, b"5 v\xe1\xbb\xa5")))
    assert [one.source for one in found] == [f"{folder}/a.{kind}!{name}" for name in names]
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(["in", f"a.{kind}"])


def test_a_bomb_is_given_up_and_the_rest_is_read(tmp_path: Path) -> None:
    """300 MB in 300 kB: one error, and the file behind it."""
    found = results(tmp_path, "a.zip", zipped({"0.txt": bytes(300_000_000), "1.txt": b"5 v\xe1\xbb\xa5"}))
    assert texts(found) == ["bomb", "5 vụ".encode()]


@pytest.mark.parametrize("kind", PACKERS)
def test_a_packed_bomb_is_given_up(tmp_path: Path, kind: str) -> None:
    """Bombs of every packer, also of packed archives."""
    assert codes(results(tmp_path, f"a.{kind}", PACKERS[kind](bytes(100_000_000)))) == ["bomb"]
    assert codes(results(tmp_path, f"a.tar.{kind}", PACKERS[kind](tarred({"0": bytes(100_000_000)}))))[0] == "bomb"


def test_a_bomb_in_7z_is_given_up(tmp_path: Path) -> None:
    """50 MB in some kilobytes; the thread that unpacks ends too."""
    assert codes(results(tmp_path, "a.7z", sevenzipped({"0.txt": bytes(50_000_000)}))) == ["bomb"]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("7z")]


def test_members_that_overlap_are_given_up(tmp_path: Path) -> None:
    """Many entries of the directory that all lead to one kernel: the archive is packed tighter than its size allows."""
    data = bytearray(zipped({"0.txt": bytes(150_000)}))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = bytes(data[start:end])
    count = 3000
    tail = bytearray(data[end:])
    struct.pack_into("<HHL", tail, 8, count, count, count * len(entry))
    found = results(tmp_path, "a.zip", bytes(data[:start]) + entry * count + bytes(tail), limit=1_000_000)
    assert 0 < len(found) < count
    assert set(codes(found)) <= {"bomb", "damaged-archive", "nul", "binary"}


def test_an_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    """A gzip member nested 10,000 deep, and a ZIP of ZIPs: as deep as allowed, then one error."""
    data = b"5"
    for _ in range(10_000):
        data = gzip.compress(data, 0 if len(data) > 2000 else 9, mtime=0)
    assert codes(results(tmp_path, "a.gz", data)) == ["too-deep"]
    nested = zipped({"a.txt": b"5 v\xe1\xbb\xa5"})
    for _ in range(12):
        nested = zipped({"a.zip": nested})
    assert codes(results(tmp_path, "a.zip", nested)) == ["too-deep"]


def test_more_members_than_allowed_are_told(tmp_path: Path) -> None:
    """Those up to the cap are read."""
    files = {f"{number}.txt": b"5 v\xe1\xbb\xa5" for number in range(30)}
    found = results(tmp_path, "a.zip", zipped(files), caps=Caps(members=20))
    assert codes(found) == ["too-many"]
    assert len(found) == 21


def test_a_member_over_the_limit_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """The limit is that of a document, not of the archive."""
    files = {"a.txt": b"5 v\xe1\xbb\xa5", "b.txt": b"a " * 1000, "c.txt": b"6 v\xe1\xbb\xa5"}
    for kind, archived in ARCHIVERS.items():
        found = results(tmp_path, f"a.{kind}", archived(files), limit=1000)
        assert texts(found) == [files["a.txt"], "too-large", files["c.txt"]]


def test_an_archive_in_an_archive_is_held_up_to_a_cap(tmp_path: Path) -> None:
    """A ZIP has its directory at its end, so that one inside another has to be held."""
    data = zipped({"a.zip": zipped(TEXTS), "b.txt": b"5 v\xe1\xbb\xa5"})
    assert texts(results(tmp_path, "a.zip", data, caps=Caps(held=1000))) == ["too-large-inside", "5 vụ".encode()]


def test_a_member_with_a_password_is_told(tmp_path: Path) -> None:
    """The others are read."""
    data = bytearray(zipped({"a.txt": b"5 v\xe1\xbb\xa5", "b.txt": b"6 v\xe1\xbb\xa5"}))
    data[6] |= 1
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    assert texts(results(tmp_path, "a.zip", bytes(data))) == ["encrypted", "6 vụ".encode()]


def test_damage_of_a_member_is_its_own(tmp_path: Path) -> None:
    """A check sum that is wrong: one error, the rest is read."""
    data = zipped({"a.txt": TEXTS["toa-an-tong-ket.txt"], "b.txt": b"6 v\xe1\xbb\xa5"}, zipfile.ZIP_STORED)
    at = data.index(TEXTS["toa-an-tong-ket.txt"])
    damaged = data[:at] + b"X" + data[at + 1 :]
    assert crc32(damaged) != crc32(data)
    assert texts(results(tmp_path, "a.zip", damaged)) == ["damaged-archive", "6 vụ".encode()]


# --- broken bytes ---------------------------------------------------------------------------------------

FEW = dict(itertools.islice(TEXTS.items(), 2))
BROKEN = {
    **{kind: archived(FEW) for kind, archived in ARCHIVERS.items()},
    "warc": crawl(FEW),
    "warc.gz": PACKERS["gz"](crawl(FEW)),
    "txt.gz": PACKERS["gz"](TEXTS["toa-an-tong-ket.txt"]),
}


@pytest.mark.parametrize("kind", BROKEN)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_cut_and_flipped_archives_end_in_documents_and_errors(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    """Whatever the bytes: something is said, nothing but documents and errors comes out."""
    whole = BROKEN[kind]
    broken = bytearray(whole[: data.draw(st.integers(1, len(whole)))] if data.draw(st.booleans()) else whole)
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] ^= 1 << data.draw(st.integers(0, 7))
    assert results(tmp_path, f"a.{kind}", bytes(broken), limit=3_000_000)
