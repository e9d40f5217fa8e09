"""Letters and what is attached to them; pages that a browser saved as a letter."""

from __future__ import annotations

import random
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.messages import CATALOGUE
from vkstats.model import BlockKind, Document, Figure
from vkstats.packs import RuleSet
from vkstats.read import Caps, Options, Raw, Source, read, read_plain, understand
from vkstats.read.mail import Mail

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
TABLE = "<table><tr><th>Án</th><th>Số vụ</th></tr><tr><td>Hình sự</td><td>35</td></tr></table>"
TEXT = "Trong tháng 6, khởi tố 35 vụ/52 bị can.\n"


def letter(text: str | None = TEXT, **headers: str) -> EmailMessage:
    """A letter that was sent."""
    message = EmailMessage()
    fields = {
        "From": "Trần Văn Lộc <loc@vks.example>",
        "To": "ban@vks.example",
        "Subject": "Báo cáo tháng 6",
        "Date": "Tue, 05 Jul 2022 02:15:00 +0000",
    }
    for name, value in (fields | headers).items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    return message


def found(data: bytes | EmailMessage, options: Options | None = None) -> list[Document | ReadError]:
    """What is in the letter."""
    data = data if isinstance(data, bytes) else bytes(data)
    return list(understand(Raw(Source("thư.eml", options or Options()), "eml", data)))


def test_a_letter_and_its_head(tmp_path: Path) -> None:
    """A letter is told by its content; subject, date and sender stand beside the text."""
    path = tmp_path / "x"
    path.write_bytes(bytes(letter()))
    (document,) = read(str(path))
    assert isinstance(document, Document)
    assert (document.text, document.format, document.encoding) == (TEXT, "eml", "utf-8")
    said = document.said
    assert (said.title, said.published, said.author) == ("Báo cáo tháng 6", "2022-07-05T09:15:00", "Trần Văn Lộc")


@pytest.mark.parametrize(
    ("header", "value", "field", "answer"),
    [
        ("Subject", "Re: Fwd: Tin tuần", "title", "Tin tuần"),
        ("Subject", "", "title", None),
        ("Date", "Tue, 05 Jul 2022 08:00:00 +0700", "published", "2022-07-05T08:00:00"),
        ("Date", "hôm qua", "published", None),
        ("From", "Văn phòng <vp@vks.example>", "author", None),
        ("From", "vp@vks.example", "author", None),
    ],
)
def test_what_the_head_says(header: str, value: str, field: str, answer: str | None) -> None:
    """Marks of an answer are no title; what is no time, or no person, is none."""
    data = b"To: a@b.example\n" + f"{header}: {value}\n\n{TEXT}".encode()
    (document,) = found(data)
    assert isinstance(document, Document)
    assert getattr(document.said, field) == answer


def test_the_author_that_the_text_names_is_better_than_the_sender() -> None:
    """A letter that passes on a news item has the item's author."""
    news = "Tổng kết công tác\n\nNăm 2022 khởi tố 35 vụ án. Đơn vị hoàn thành chỉ tiêu.\n\nTin, ảnh: Lê Thu Hà\n"
    (document,) = found(letter(news))
    assert isinstance(document, Document)
    assert document.said.author is None


def test_the_page_of_a_letter_counts_where_it_has_a_table() -> None:
    """Of a letter in two forms the plain one is read, but not where it scatters a table."""
    message = letter()
    message.add_alternative(f"<p>Khác.</p>{TABLE}", subtype="html")
    (document,) = found(message)
    assert isinstance(document, Document)
    assert [block.kind for block in document.layout] == [BlockKind.PARAGRAPH, BlockKind.TABLE]
    assert document.format == "eml"
    message = letter()
    message.add_alternative("<p>Khác.</p>", subtype="html")
    (document,) = found(message)
    assert isinstance(document, Document)
    assert document.text == TEXT


def test_a_letter_that_is_a_page_only_is_read_whole() -> None:
    """A short letter is no page without an article."""
    (document,) = found(b"From: a@b.c\nTo: d@e.f\nContent-Type: text/html\n\n<a href='x'>Xem</a><br>3 v\xe1\xbb\xa5")
    assert isinstance(document, Document)
    assert document.text == "Xem\n\n3 vụ"


def test_attachments_follow_each_in_its_format() -> None:
    """They are named inside the letter; what cannot be read is told in its place."""
    message = letter()
    message.add_attachment("<p>Truy tố 30 vụ.</p>".encode(), maintype="text", subtype="html", filename="trang.html")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="ảnh.png")
    message.add_attachment("Xét xử 20 vụ.".encode(), maintype="application", subtype="x-a", filename="ảnh.png")
    message.add_attachment(letter("Bên trong có 7 vụ.\n"))
    body, page, picture, text, inner = found(message)
    assert isinstance(picture, ReadError)
    assert (picture.source, picture.code) == ("thư.eml!ảnh.png", "unsupported")
    labels = [one.source for one in (body, page, text, inner)]
    assert labels == ["thư.eml", "thư.eml!trang.html", "thư.eml!ảnh.png (2)", "thư.eml!part-4"]
    assert [one.format for one in (body, page, text, inner) if isinstance(one, Document)] == [
        "eml", "html", "text", "eml",
    ]  # fmt: skip


def test_a_picture_that_a_page_shows_is_no_document() -> None:
    """Neither is a signature."""
    message = letter(None)
    message.set_content("<p>Khởi tố 35 vụ án.</p><img src='cid:a'>", subtype="html")
    message.add_related(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<a>")
    message.make_mixed()
    message.add_attachment(b"\x30\x80", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    (document,) = found(message)
    assert isinstance(document, Document)
    assert document.text == "Khởi tố 35 vụ án."


def test_a_letter_of_attachments_only() -> None:
    """No text is no fault where something is attached."""
    message = letter("\n")
    message.add_attachment(b"35 v\xe1\xbb\xa5", maintype="text", subtype="plain", filename="a.txt")
    (document,) = found(message)
    assert document.source == "thư.eml!a.txt"
    (error,) = found(letter("\n"))
    assert isinstance(error, ReadError)
    assert error.code == "empty"


def test_charsets() -> None:
    """The charset of the letter counts, and a byte that is not of it is told."""
    head = b"From: a@b.c\nTo: d@e.f\nContent-Type: text/plain; charset=%s\n\n%s"
    (document,) = found(head % (b"windows-1258", "Khơ\u0309i tô\u0301 35".encode("cp1258")))
    assert isinstance(document, Document)
    assert (document.text, document.encoding) == ("Khơ\u0309i tô\u0301 35", "cp1258")
    for charset, code in ((b"iso-2022-jp", "wrong-charset"), (b"utf-8", "undecodable"), (b"none-such", "undecodable")):
        (error,) = found(head % (charset, b"Kh\xe1\xbb t\xff"))
        assert isinstance(error, ReadError)
        assert error.code == code


def test_flowed_lines() -> None:
    """A line that ends with a space goes on in the next; the mark of a signature does not."""
    head = "From: a@b.c\nTo: d@e.f\nContent-Type: text/plain; format=flowed; charset=utf-8\n\n"
    (document,) = found((head + "Khởi tố 35 \nVụ án mới.\nHết.\n-- \nPhòng 1\n").encode())
    assert isinstance(document, Document)
    assert document.text == "Khởi tố 35 Vụ án mới.\nHết.\n-- \nPhòng 1\n"


def test_a_page_that_a_browser_saved() -> None:
    """Of an .mht only the article of its page is read; the day of saving is no day of publication."""
    page = "<html><body><div class='menu'><a href='/'>Nhà 12</a></div><h1>Tin vui</h1><p>Có 35 vụ án mới.</p>"
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/x\r\nSubject: =?utf-8?Q?Tin?=\r\n"
        "Date: Tue, 5 Jul 2022 02:15:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        f"Content-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--b\r\nContent-Type: text/css\r\n\r\nx 1\r\n--b--\r\n"
    ).encode()
    assert Mail().sniffs(data[:4096], "x")
    (document,) = found(data)
    assert isinstance(document, Document)
    assert (document.text, document.format) == ("Tin vui\n\nCó 35 vụ án mới.", "html")
    assert document.said.published is None


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi: Viện kiểm sát nhân dân tỉnh\nTừ: Phòng 1\n\nKhởi tố 35 vụ.",
        "Date: 12\nTrong tháng có 35 vụ.",
        "Subject: một\n\nhai",
        "Nguồn: báo\nFrom: x\nTo: y\n\n",
        "TO: mot\nba\n\n",
        "Date: 12\nSubject: x",
        "",
    ],
)
def test_other_text_is_no_letter(text: str) -> None:
    """Lines with a colon make no head of a letter."""
    assert not Mail().sniffs(text.encode(), "x.eml")


def test_letters_inside_letters_have_an_end() -> None:
    """Nesting and number are bounded, and told where they end."""
    message = letter("Trong cùng có 1 vụ.\n")
    for _ in range(5):
        outer = letter()
        outer.add_attachment(message)
        message = outer
    *read_ones, last = found(message, Options(caps=Caps(depth=3)))
    assert len(read_ones) == 4
    assert isinstance(last, ReadError)
    assert last.code == "too-deep"
    message = letter()
    for number in range(5):
        message.add_attachment(b"1 v\xe1\xbb\xa5", maintype="text", subtype="plain", filename=f"{number}.txt")
    codes = [one.code for one in found(message, Options(caps=Caps(members=3))) if isinstance(one, ReadError)]
    assert set(codes) == {"too-many"}


def figures(document: Document, rules: RuleSet) -> list[tuple[object, ...]]:
    """What counts of the figures, wherever they stand."""
    return [identity(figure) for figure in extract(document, rules).figures]


def identity(figure: Figure) -> tuple[object, ...]:
    """All but the places in the text."""
    return (
        figure.kind, figure.value, figure.unit, figure.item, figure.period, figure.direction, figure.baseline
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_a_letter_gives_the_figures_of_its_text(sample: Path, encoding: str, rules: RuleSet) -> None:
    """However the text is packed; with no date of sending, which would tell years that the text leaves open."""
    message = EmailMessage()
    message["From"], message["To"] = "a@b.example", "c@d.example"
    message.set_content(sample.read_text("utf-8"), cte=encoding)
    (document,) = found(message)
    assert isinstance(document, Document)
    assert figures(document, rules) == figures(read_plain(str(sample)), rules)


# --- broken and hostile letters ---------------------------------------------------------------------------

CODES = {key.removeprefix("read.") for key in CATALOGUE if key.startswith("read.")}


def whole() -> bytes:
    """A letter with all kinds of parts."""
    message = letter()
    message.add_alternative(f"<p>Khác.</p>{TABLE}", subtype="html")
    message.add_attachment("<p>Truy tố 30 vụ.</p>".encode(), maintype="text", subtype="html", filename="trang.html")
    message.add_attachment(letter("Bên trong có 7 vụ.\n"))
    return bytes(message)


WHOLE = whole()


@given(st.integers(0), st.sampled_from(["cut", "flip", "drop", "double", "shuffle"]))
@settings(max_examples=400)
def test_a_damaged_letter_gives_documents_and_errors(seed: int, how: str) -> None:
    """Cut, with flipped bits, with pieces lost, doubled or in another order: never nothing, and no crash."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = bytearray(WHOLE)
    at, length = chance.randrange(len(data)), chance.randrange(1, 300)
    if how == "cut":
        del data[at:]
    elif how == "drop":
        del data[at : at + length]
    elif how == "double":
        data[at:at] = data[max(0, at - length) : at]
    elif how == "shuffle":
        data = bytearray(b"\n".join(chance.sample(lines := bytes(data).split(b"\n"), len(lines))))
    else:
        for _ in range(20):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    ones = found(bytes(data))
    assert ones
    assert {one.code for one in ones if isinstance(one, ReadError)} <= CODES


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_give_documents_or_errors(data: bytes) -> None:
    """As a head, and as a body."""
    for before in (b"Subject: a\n", b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"):
        ones = found(before + data)
        assert ones
        assert {one.code for one in ones if isinstance(one, ReadError)} <= CODES


def nested(depth: int) -> bytes:
    """Parts inside parts."""
    parts = [f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(depth)]
    return ("From: a@b.c\nTo: d@e.f\n" + "".join(parts) + "Content-Type: text/plain\n\n35 vụ").encode()


HOSTILE = {
    "nested parts": nested(3_000),
    "long subject": b"From: a\nSubject: " + b"=?utf-8?q?" * 200_000 + b"\n\n35",
    "many fields": b"From: a\nSubject: a\n" + b"To: a\n" * 200_000 + b"\n35",
    "long address": b"To: a\nFrom: " + b"(" * 500_000 + b"\n\n35",
    "long date": b"From: a\nDate: " + b"1 " * 500_000 + b"\n\n35",
    "many parameters": b"From: a\nSubject: a\nContent-Type: text/plain; " + b'a=";' * 100_000 + b"\n\n35",
    "many parts": b"From: a\nSubject: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n35\n" * 20_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_letters_end(data: bytes) -> None:
    """What is made to exhaust a reader comes to an end, and is told or read."""
    ones = found(data)
    assert ones
    assert {one.code for one in ones if isinstance(one, ReadError)} <= CODES
