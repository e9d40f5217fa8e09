"""Archives made to do harm, and damaged ones: one error where it is due, the rest read, memory flat, always an end."""

from __future__ import annotations

import gzip
import io
import sys
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archives import ARCHIVERS, PACKERS, sevenzipped, tarred, warc, zip_of_entries, zipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.messages import text
from vkstats.read import Options, read
from vkstats.read.reader import Caps

ZEROS = bytes(50_000_000)
TWO = {"một.txt": "Khởi tố 35 vụ.".encode() * 3, "hai.txt": "Xét xử 12 vụ án.".encode()}
_opened: list[str] | None = None


def _note_open(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _opened is not None:
        _opened.append(str(arguments[0]))


sys.addaudithook(_note_open)


def outcome(path: Path, data: bytes, options: Options | None = None) -> list[tuple[str, str]]:
    """What comes of a file with these bytes, each as its label without the file and its text or error code."""
    path.write_bytes(data)
    return [
        (result.source.removeprefix(str(path)), result.code if isinstance(result, ReadError) else result.text)
        for result in read(str(path), options)
    ]


@pytest.fixture
def flat() -> Iterator[None]:
    """Fails where over 30 MB of memory are taken at once."""
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000


def tar_with_zeros() -> bytes:
    """A tar of a text and of 50 MB of zeros."""
    return tarred({"a.txt": b"hai", "b.txt": ZEROS, "c.txt": b"ba"})


BOMBS: dict[str, tuple[Callable[[], bytes], list[tuple[str, str]]]] = {
    "zip": (
        lambda: zipped({"a.txt": b"hai", "b.txt": ZEROS, "c.txt": b"ba"}),
        [("!a.txt", "hai"), ("!b.txt", "bomb"), ("!c.txt", "ba")],
    ),
    "bzip2 in zip": (
        lambda: zipped({"b.txt": ZEROS, "c.txt": b"ba"}, zipfile.ZIP_BZIP2),
        [("!b.txt", "bomb"), ("!c.txt", "ba")],
    ),
    "gz": (lambda: gzip.compress(ZEROS), [("", "bomb")]),
    "bz2": (lambda: PACKERS["bz2"](ZEROS), [("", "bomb")]),
    "xz": (lambda: PACKERS["xz"](ZEROS), [("", "bomb")]),
    "zst": (lambda: PACKERS["zst"](ZEROS), [("", "bomb")]),
    "tar.gz": (lambda: gzip.compress(tar_with_zeros()), [("!a.txt", "hai"), ("", "bomb")]),
    "7z": (
        lambda: sevenzipped({"a.txt": b"hai", "b.txt": ZEROS}),
        [("!a.txt", "hai"), ("!b.txt", "bomb")],
    ),
    "gz in web archive": (
        lambda: (
            b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: x:y\r\nContent-Type: application/zip\r\n"
            + b"Content-Length: %d\r\n\r\n" % len(PACKED_ZEROS)
            + PACKED_ZEROS
            + b"\r\n\r\n"
        ),
        [("!x:y", "bomb")],
    ),
}
PACKED_ZEROS = gzip.compress(ZEROS)


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_given_up_and_the_rest_is_read(tmp_path: Path, kind: str) -> None:
    """What grows over the ratio is one error; what stands beside it is read where that can be reached."""
    make, expected = BOMBS[kind]
    data = make()
    tracemalloc.start()
    found = outcome(tmp_path / "a", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == expected
    assert peak < 30_000_000


@pytest.mark.usefixtures("flat")
def test_members_that_lie_on_one_another(tmp_path: Path) -> None:
    """A kernel that is listed again and again is one error for the archive."""
    kernel = zlib.compress(bytes(1_000_000), wbits=-15)
    sizes = {"method": 8, "packed": len(kernel), "size": 1_000_000, "crc": zlib.crc32(bytes(1_000_000))}
    first = (b"0.txt", kernel, -1, sizes)
    again = [(b"%d.txt" % number, b"", 0, sizes) for number in range(1, 1000)]
    assert outcome(tmp_path / "a.zip", zip_of_entries([first, *again])) == [("", "overlap")]


@pytest.mark.usefixtures("flat")
def test_a_bomb_in_many_small_parts_ends_the_input(tmp_path: Path) -> None:
    """Members that each stay below what counts do not add up beyond the ratio of the whole."""
    part = gzip.compress(bytes(999_000), 9)
    small = zipped({f"{number}.gz": part for number in range(400)})
    *members, last = outcome(tmp_path / "a.zip", zipped({"b.zip": small}))
    assert last[1] == "bomb-input"
    assert {said for _, said in members} <= {"bomb", "nul", "binary"}
    assert 100 < len(members) < 300


def gzip_of_itself() -> bytes:
    """A gzip file that unpacks to itself (R. Cox, Zip files all the way down, 2010).

    Its own sum stands in it. CRC-32 is affine: what each bit of it does to the sum tells which bits to set.
    """
    size = len(_gzip_of_itself(0, 0))

    def wrong(crc: int) -> int:
        return zlib.crc32(_gzip_of_itself(crc, size)) ^ crc

    rows = [(wrong(1 << bit) ^ wrong(0), 1 << bit) for bit in range(32)]
    left, crc = wrong(0), 0
    while rows:  # elimination over GF(2)
        value, bits = max(rows)
        rows.remove((value, bits))
        top = value.bit_length() - 1
        rows = [(v ^ value, b ^ bits) if v >> top & 1 else (v, b) for v, b in rows]
        if left >> top & 1:
            left, crc = left ^ value, crc ^ bits
    return _gzip_of_itself(crc, size)


def _gzip_of_itself(crc: int, size: int) -> bytes:
    """Each command is 5 bytes long: L prints so many bytes that follow, R the last 20 that were printed."""
    before = b"\x1f\x8b\x08\x08" + bytes(6) + b"quin\0"
    print20, print5, print0 = (b"\0" + n.to_bytes(2, "little") + (n ^ 0xFFFF).to_bytes(2, "little") for n in (20, 5, 0))
    again, last = (repeat_20(final=final) for final in (0, 1))
    after = crc.to_bytes(4, "little") + size.to_bytes(4, "little") + bytes(7)  # padding
    return b"".join(
        (
            *(before, print20, before, print20, again, print5, again, print5, print5),
            *(print20, again, print5, print5, print20, again),
            *(print20, again, print20, again, print20, again),
            *(print20, again, print0, print0, print20, again),
            *(print0, print0, print20, last, after, last, after),
        )
    )


def repeat_20(*, final: int) -> bytes:
    """A deflate block of 40 bits: twice the 10 bytes that stand 20 back."""
    match = [0, 0, 0, 1, 0, 0, 0, *(0, 1, 0, 0, 0), *(1, 1, 0)]
    bits = [final, 1, 0, *match, *match, *[0] * 7]
    return sum(bit << place for place, bit in enumerate(bits)).to_bytes(5, "little")


def test_a_file_that_unpacks_to_itself(tmp_path: Path) -> None:
    """It is given up at the depth that archives may have."""
    data = gzip_of_itself()
    assert gzip.decompress(data) == data
    assert outcome(tmp_path / "a.gz", data) == [("", "too-deep")]


@pytest.mark.parametrize("name", ["gz", "zip"])
def test_archives_far_inside_one_another(tmp_path: Path, name: str) -> None:
    """10,000 packed files, or 60 archives, inside one another are one error."""
    data = "Khởi tố 35 vụ.".encode()
    for _ in range(10_000 if name == "gz" else 60):
        data = gzip.compress(data, 0) if name == "gz" else zipped({"a": data}, zipfile.ZIP_STORED)
    ((_, said),) = outcome(tmp_path / "a", data)
    assert said == "too-deep"


def test_the_members_of_an_input_are_counted_through_all_archives(tmp_path: Path) -> None:
    """The cap ends the whole input with one error."""
    inner = zipped({f"{number}.txt": b"ba" for number in range(5)})
    found = outcome(tmp_path / "a.zip", zipped({"b.zip": inner, "c.zip": inner}), Options(caps=Caps(members=8)))
    assert [said for _, said in found] == ["ba"] * 5 + ["ba", "too-many"]


@pytest.mark.parametrize("archiver", ["zip", "tar", "7z", "warc"])
def test_names_are_labels(tmp_path: Path, archiver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name leads out of the archive: nothing but the archive is opened, and nothing is written."""
    global _opened  # noqa: PLW0603 (a hook of the interpreter stays)
    members = {"../../a.txt": b"hai", "/etc/b.txt": b"ba", "C:\\c.txt": b"hai", "\\\\x\\d.txt": b"ba"}
    monkeypatch.setattr("py7zr.py7zr.check_archive_path", lambda _: True)  # it would not write such names
    path = tmp_path / "a"
    outcome(path, ARCHIVERS[archiver](members))  # what is imported has been
    before = sorted(tmp_path.iterdir())
    _opened = []
    found = list(read(str(path)))
    opened, _opened = _opened, None
    names = [name.replace("\\", "/") for name in members] if archiver == "7z" else list(members)  # its writer does so
    assert [result.source for result in found] == [f"{path}!{name}" for name in names]
    assert opened == [str(path)]
    assert sorted(tmp_path.iterdir()) == before


def test_headers_about_headers(tmp_path: Path) -> None:
    """Long names upon long names, and a header of great length, are damage."""
    header = tarfile.TarInfo("././@LongLink")
    header.type = tarfile.GNUTYPE_LONGNAME
    assert outcome(tmp_path / "a.tar", header.tobuf() * 5000) == [("", "damaged-archive")]
    header.size = 2_000_000_000
    assert outcome(tmp_path / "b.tar", header.tobuf()) == [("", "damaged-archive")]


def test_a_member_of_exabytes(tmp_path: Path) -> None:
    """What a header claims to follow is not waited for, whatever the kind of the member."""
    for kind in (tarfile.REGTYPE, b"Z"):
        header = tarfile.TarInfo(".DS_Store")
        header.type = kind
        header.size = 1 << 62
        found = outcome(tmp_path / "a.tar", header.tobuf(tarfile.GNU_FORMAT) + tarred(TWO))
        assert found[-1] == ("", "damaged-archive")


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """Ten times as many members take no more memory."""
    peaks = []
    for count in (100, 1000):
        for number, data in enumerate(
            (
                zipped({f"{n}.txt": TWO["hai.txt"] for n in range(count)}),
                gzip.compress(tarred({f"{n}.txt": TWO["hai.txt"] for n in range(count)})),
                gzip.compress(warc({f"{n}.txt": TWO["hai.txt"] for n in range(count)})),
            )
        ):
            path = tmp_path / f"{number}"
            path.write_bytes(data)
            tracemalloc.start()
            assert sum(1 for _ in read(str(path))) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert all(large < small + 300_000 for small, large in zip(peaks[:3], peaks[3:], strict=True))


# --- damage ----------------------------------------------------------------------------------------------

WHOLE = {name: archiver(TWO) for name, archiver in ARCHIVERS.items()}
WHOLE |= {name: packer(TWO["một.txt"]) for name, packer in PACKERS.items()}
WHOLE |= {"tar.gz": gzip.compress(WHOLE["tar"]), "warc.gz": gzip.compress(WHOLE["warc"])}
WHOLE |= {"zip in tar in 7z": sevenzipped({"a.tar": tarred({"b.zip": WHOLE["zip"]})})}
# A sum over the content proves it: here no document may come out changed.
SUMMED = (
    "zip",
    "stored.zip",
    "bzip2.zip",
    "lzma.zip",
    "7z",
    "gz",
    "bz2",
    "xz",
    "tar.gz",
    "warc.gz",
    "zip in tar in 7z",
)


def results(tmp: Path, data: bytes) -> list[str]:
    """The texts that come of the bytes; errors are rendered, whatever they say."""
    path = tmp / "a"
    path.write_bytes(data)
    texts = []
    count = 0
    for count, result in enumerate(read(str(path)), 1):  # noqa: B007 (counted)
        if isinstance(result, ReadError):
            key = f"read.{result.code}"
            assert text(key, "vi", source=result.source, **dict(result.details)) != key
        else:
            texts.append(result.text)
    assert count
    return texts


@pytest.mark.parametrize("name", WHOLE)
def test_cut_off_anywhere(tmp_path: Path, name: str) -> None:
    """A shortened archive gives documents as they were, and errors."""
    data = WHOLE[name]
    step = max(1, len(data) // 150)
    for size in (*range(12, len(data), step), len(data) - 1):
        texts = results(tmp_path, data[:size])
        if not name.endswith("tar"):  # what cannot be told any more is plain text: a tar's first block
            assert set(texts) <= {plain.decode() for plain in TWO.values()}


@pytest.mark.parametrize("name", WHOLE)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bits_flipped_anywhere(tmp_path: Path, name: str, data: st.DataObject) -> None:
    """A damaged archive gives documents and errors, at least one of both, and comes to an end."""
    damaged = bytearray(WHOLE[name])
    first = 10 if name == "bz2" else 6  # behind the magic: what has none is a text
    for place in data.draw(st.lists(st.integers(first, len(damaged) - 1), min_size=1, max_size=4)):
        damaged[place] ^= data.draw(st.integers(1, 255))
    if data.draw(st.booleans()):
        del damaged[data.draw(st.integers(first, len(damaged) - 1)) :]
    texts = results(tmp_path, bytes(damaged))
    if name in SUMMED:
        assert set(texts) <= {plain.decode() for plain in TWO.values()}


@pytest.mark.parametrize(
    "magic", [b"PK\3\4", b"PK\5\6", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"WARC/1.0\r\n", b"\xfd7zXZ\0"]
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_behind_a_magic(tmp_path: Path, magic: bytes, data: bytes) -> None:
    """Nothing that begins like an archive does harm."""
    results(tmp_path, magic + data)


def test_a_damaged_zip_member_inside_a_buffer_is_one_error(tmp_path: Path) -> None:
    """A flipped bit of the content costs that member only."""
    data = bytearray(zipped(TWO, zipfile.ZIP_STORED))
    data[data.index("Khởi".encode())] ^= 1
    assert outcome(tmp_path / "a.zip", bytes(data)) == [
        ("!một.txt", "damaged-archive"),
        ("!hai.txt", TWO["hai.txt"].decode()),
    ]


def test_what_follows_a_packed_file_is_told(tmp_path: Path) -> None:
    """Padding of zeros is nothing; other bytes are damage."""
    assert outcome(tmp_path / "a.gz", gzip.compress(b"hai") + bytes(100)) == [("", "hai")]
    assert outcome(tmp_path / "a.gz", gzip.compress(b"hai") + b"more") == [("", "damaged-archive")]


def test_a_stream_without_end_is_given_up() -> None:
    """A member that never ends is read no further than the ratio allows, whatever is asked."""
    from vkstats.read.guard import Budget, Guarded
    from vkstats.read.reader import Member, Source

    class Endless:
        def read(self, size: int, /) -> bytes:
            return bytes(size)

    source = Source("a", Options())
    stream = io.BufferedReader(Guarded(Member(source, Endless()), Budget(Caps(), lambda: 10)))
    with pytest.raises(ReadError, match="bomb-input"):
        while stream.read(1 << 20):
            pass
