"""Saved web pages: the article comes through, what is around it does not."""

from __future__ import annotations

import codecs
import html
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.messages import CATALOGUE
from vkstats.model import Document, Figure
from vkstats.packs import RuleSet
from vkstats.packs.shipped import text_words
from vkstats.read import Options, Source, page, read, read_plain
from vkstats.read.html import Html, read_page
from vkstats.read.page_frame import local_time, person
from vkstats.text import prepare

DATA = Path(__file__).parent / "data"
PAGES = sorted((DATA / "pages").glob("*.html"))
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.txt"))
BYTES = [page.read_bytes() for page in PAGES]
SOURCE = Source("page", Options())


def told(found: Document | ReadError) -> list[str]:
    """What a page says, as the files beside the pages have it: kind and level, then the text."""
    if isinstance(found, ReadError):
        return [f"error\t{found.code}"]
    said = [f"said {name}\t{getattr(found.said, name) or ''}" for name in ("title", "published", "author")]
    for block in found.layout:
        kind = f"{block.kind} {block.level}" if block.level else str(block.kind)
        said += (f"{kind}\t{line.replace(chr(9), ' | ')}" for line in found.text[block.start : block.end].split("\n"))
    return said


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_the_article_and_nothing_else(page: Path) -> None:
    """A page gives the lines of the file beside it."""
    (found,) = read(str(page))
    assert told(found) == page.with_suffix(".txt").read_text("utf-8").splitlines()


# --- told by content --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html><html>",
        "\ufeff  <HTML>",
        "<!-- saved -->\n<!-- twice --><head>",
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN'><html>",
        "<p class='a'>Khởi tố",
        "<div>",
        "<table border=1>",
        "<!-- " + "a" * 5000,
    ],
)
def test_pages_and_pieces_are_known(head: str) -> None:
    """Comments, a prolog or a byte-order mark may stand before the first tag."""
    data = head.encode()[:4096]
    assert Html().sniffs(data, "x")


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ < 5%, cao hơn <p> trước",
        "Nhập <html> vào ô",
        "<Nguyễn Văn An> khởi tố 35 vụ",
        "< 18 tuổi: 35 vụ",
        "<15 tuổi: 3 vụ",
        "<?xml version='1.0'?><rss><channel/></rss>",
        "<pt>",
        "",
    ],
)
def test_other_text_is_no_page(text: str) -> None:
    """A mark of a comparison, or a tag further on, makes no page."""
    assert not Html().sniffs(text.encode(), "x")


def test_a_name_tells_only_where_there_are_tags() -> None:
    """A file called .html that begins with text is a page if it has tags."""
    assert Html().sniffs(b"Tin <b>x</b><br>y", "a.htm")
    assert not Html().sniffs(b"Tin x", "a.htm")
    assert not Html().sniffs(b"\x89PNG\0<p>", "a.htm")


# --- charsets ----------------------------------------------------------------------------------------

ARTICLE = "<html><head><meta charset={}></head><body><p>Kh\u1edfi t\u1ed1 35 v\u1ee5 \u00e1n, 52 b\u1ecb can.</p>"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "UTF-8-sig"])
def test_charsets(charset: str) -> None:
    """A byte-order mark counts more than what the page says."""
    (found,) = Html().read(ARTICLE.format("windows-1252" if charset != "utf-8" else charset).encode(charset), SOURCE)
    assert found.text == "Khởi tố 35 vụ án, 52 bị can."


def test_a_charset_that_the_page_names() -> None:
    """A page of Windows-1258 has its tone marks apart; the text is composed."""
    data = ARTICLE.format("windows-1258").replace("ở", "ơ\u0309").replace("ố", "ô\u0301").replace("ụ", "u\u0323")
    (found,) = Html().read(data.replace("ị", "i\u0323").encode("cp1258"), SOURCE)
    assert (found.text, found.encoding) == ("Khởi tố 35 vụ án, 52 bị can.", "cp1258")


def test_a_spoilt_byte_counts_in_the_article_only() -> None:
    """A menu cut inside a letter is no harm; the article cut so is told with the place."""
    menu = b"<nav><a href='x'>Tin t\xe1\xbb</a></nav><p>" + "Khởi tố 35 vụ án.</p>".encode()
    (found,) = Html().read(menu, SOURCE)
    assert found.text == "Khởi tố 35 vụ án."
    with pytest.raises(ReadError) as raised:
        list(Html().read(b"<p>Kh\xe1\xbb t 35 v</p>", SOURCE))
    assert raised.value.code == "undecodable"


def test_a_letter_of_an_old_font_is_kept() -> None:
    """U+00AD is the letter ư in the encoding of TCVN 5712 fonts."""
    (found,) = Html().read("<p>§\u00adîc 35 vô, 52 bÞ can.</p>".encode(), SOURCE)
    assert "\u00ad" in found.text


# --- small matters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("1.200 m<sup>2</sup> đất và 5 m<sup>3</sup>.", "1.200 m2 đất và 5 m3."),
        ("Năm 2019<sup>1</sup> có 35 vụ<sup>[2]</sup>.", "Năm 2019 có 35 vụ."),
        ("Đạt 10<sup>6</sup> cây lúa non.", "Đạt 10⁶ cây lúa non."),
        ("Có 35 vụ<a href='#fn3'>(3)</a> án mới.", "Có 35 vụ án mới."),
        ("Có 35&nbsp;vụ<br>và 52 bị can.", "Có 35 vụ và 52 bị can."),
        ("Có 35 vụ.<br>Trong đó 5 vụ mới.", "Có 35 vụ.\n\nTrong đó 5 vụ mới."),
        ("Có <b>3</b>5 vụ<!-- 99 vụ --> án ma <i hidden>7 vụ </i>túy.", "Có 35 vụ án ma túy."),
    ],
)
def test_inside_a_paragraph(markup: str, text: str) -> None:
    """Raised numbers, marks of notes, line breaks, and what is hidden."""
    assert read_page(f"<p>{markup}</p>".encode(), SOURCE).text == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<td colspan=2>Tổng<td>5<tr><td>A<td>1<td>2", "Tổng\t\t5\nA\t1\t2"),
        ("<td rowspan=2>A<td>1<tr><td>2<tr><td>B<td>3", "A\t1\n\t2\nB\t3"),
        ("<td rowspan=99999>A<td>1<tr><td colspan=99999>2", "A\t1\n\t2"),
        ("<th>Xã<th>Vụ<tr><td>A<td>1<p>2", "Xã\tVụ\nA\t1 2"),
    ],
)
def test_cells(rows: str, text: str) -> None:
    """A merged cell comes once, and what it covers is empty."""
    found = read_page(f"<table><tr>{rows}</table>".encode(), SOURCE)
    assert "\n".join(line.rstrip("\t") for line in found.text.split("\n")) == text


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2019-07-16T15:20:00+07:00", "2019-07-16T15:20:00"),
        ("2019-07-16T20:20:30.123Z", "2019-07-17T03:20:30"),
        ("2019-07-16T15:20:00", "2019-07-16T15:20:00"),
        ("2019-07-16", "2019-07-16"),
        ("16/07/2019 15:20", "2019-07-16T15:20:00"),
        ("16/7/2019", "2019-07-16"),
        ("31/02/2019", None),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("9999-12-31T23:59:59Z", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_times_of_publication(said: str, moment: str | None) -> None:
    """A time is local in Vietnam; what cannot be one is none."""
    assert local_time(said) == moment


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("Báo Sông Hồng", None),
        ("Ban Biên Tập", None),
        ("admin", None),
        ("https://a.vn/tac-gia", None),
        ("", None),
    ],
)
def test_authors_are_people(said: str, name: str | None) -> None:
    """The name of a site, an office or an account is no author."""
    assert person(said) == name


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Bình luận về việc này, Chủ tịch huyện cho biết còn 35 vụ", True),
        ("Phản hồi của Công an huyện có 35 vụ.", True),
        ("Bình luận (35)", False),
        ("Lượt xem: 1.432", False),
        ("Xem thêm: Bắt 7 đối tượng trộm cắp", False),
        ("Các tin đã đưa ngày:", False),
        ("Tổng số điểm của bài viết là: 15 trong 3 đánh giá", False),
    ],
)
def test_labels_and_sentences(line: str, stays: bool) -> None:
    """A label of a box is no part of the article, and a sentence that begins with its words is."""
    text = "Trong 6 tháng, toàn huyện khởi tố 52 vụ án, 80 bị can, giảm so với cùng kỳ năm trước."
    found = read_page(f"<div><p>{text}</p><p>{line}</p><p>{text[:-1]} nhiều.</p></div>".encode(), SOURCE)
    assert (line in found.text) is stays


# --- the same figures as plain text --------------------------------------------------------------------


def paragraphs(text: str) -> list[str]:
    """The lines as they were before somebody wrapped them."""
    article = prepare(Document("text", text), text_words())
    blocks = (article.text[block.start : block.end] for block in article.blocks)
    return [" ".join(block.split()) for block in blocks]


def built(text: str) -> bytes:
    """A page around the text: menu, counter, related headlines, comments, foot."""
    title, *rest = map(html.escape, paragraphs(text))
    body = "\n".join(f"<p>{line}</p>" for line in rest)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} - Cổng tin</title></head><body>
<div class="top-menu"><a href="/">Trang chủ</a><a href="/vb">Văn bản (1.250)</a></div>
<div class="cols"><div class="left"><div class="visitors"><b>Thống kê truy cập</b><p>Hôm nay: 1.234</p>
<p>Tổng lượt truy cập: 5.678.901 người</p></div></div>
<div class="mid"><h1>{title}</h1><div class="content">{body}</div>
<h3>Tin liên quan</h3>
<ul><li><a href="/1">Bắt giữ 36 đối tượng</a></li><li><a href="/2">Phạt 99 triệu đồng</a></li></ul>
<h3>Bình luận</h3><p>Xóm tôi có 30 hộ thì 12 hộ bị mất trộm trong 2 tháng qua.</p></div></div>
<footer>Giấy phép số 12/GP, cấp ngày 01/01/2015</footer></body></html>""".encode()


def figures(document: Document, rules: RuleSet) -> list[tuple[object, ...]]:
    """What counts of the figures, wherever they stand."""
    return [identity(figure) for figure in extract(document, rules).figures]


def identity(figure: Figure) -> tuple[object, ...]:
    """All but the places in the text and what is told by them."""
    return (
        figure.kind, figure.value, figure.unit, figure.item, figure.period, figure.direction, figure.baseline
    )  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_a_page_gives_the_figures_of_its_text(sample: Path, rules: RuleSet) -> None:
    """Nothing is lost, and nothing comes in from around the article."""
    (page,) = Html().read(built(sample.read_text("utf-8")), SOURCE)
    assert figures(page, rules) == figures(read_plain(str(sample)), rules)


# --- broken and hostile pages ---------------------------------------------------------------------------

CODES = {key.removeprefix("read.") for key in CATALOGUE if key.startswith("read.")}


def outcome(data: bytes) -> str:
    """`document`, whose layout fits its text, or the code of the one error."""
    try:
        (found,) = Html().read(data, SOURCE)
    except ReadError as error:
        return error.code
    assert all(found.text[block.start : block.end].strip() for block in found.layout)
    assert all(above.end <= below.start for above, below in zip(found.layout, found.layout[1:], strict=False))
    return "document"


@given(st.sampled_from(BYTES), st.integers(0), st.sampled_from(["cut", "flip", "drop", "double", "shuffle"]))
@settings(max_examples=400)
def test_a_damaged_page_is_a_document_or_one_error(page: bytes, seed: int, how: str) -> None:
    """Cut, with flipped bits, with pieces lost, doubled or in another order."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = bytearray(page)
    at, length = chance.randrange(len(data)), chance.randrange(1, 400)
    if how == "cut":
        del data[at:]
    elif how == "drop":
        del data[at : at + length]
    elif how == "double":
        data[at:at] = data[max(0, at - length) : at]
    elif how == "shuffle":
        data = bytearray(b"<".join(chance.sample(parts := bytes(data).split(b"<"), len(parts))))
    else:
        for _ in range(20):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    assert outcome(bytes(data)) in {"document", *CODES}


@given(st.binary(max_size=200))
@settings(max_examples=200)
def test_any_bytes_are_a_document_or_one_error(data: bytes) -> None:
    """No bytes raise anything else."""
    assert outcome(b"<p>" + data) in {"document", *CODES}


HOSTILE = {
    "deep": "<div>" * 200_000 + "35 vụ án mới.",
    "deep with text": "<div>35 vụ án mới. " * 20_000,
    "deep inline": "<b><font>" * 50_000 + "35 vụ án mới.",
    "deep lists": "<ul><li>" * 20_000 + "35 vụ án mới.",
    "deep tables": "<table><tr><td>1 vụ<td>" * 10_000 + "35 vụ án mới.",
    "huge attribute": "<p class='" + "a" * 5_000_000 + "' style='" + "b" * 5_000_000 + "'>35 vụ án mới.",
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">35 vụ án mới.",
    "comments": "<p>35 vụ án mới.</p>" + "<!--" * 200_000,
    "less-than": "<p>35 vụ án mới.</p>" + "<" * 500_000,
    "entities": "<p>35 vụ án mới. " + "&amp;" * 300_000,
    "declared entities": "<!DOCTYPE html [<!ENTITY a 'vụ'><!ENTITY b '&a;&a;&a;&a;'>]><p>35 vụ án mới. &b;</p>",
    "wide spans": "<table>" + "<tr><td colspan=1000 rowspan=1000>1<td>2" * 3_000 + "</table><p>35 vụ án mới.",
    "breaks": "<p>35 vụ" + "<br>a" * 200_000,
    "marks": "<p>35 vụ án mới." + "<sup>" * 100_000 + "1",
    "labels": "<div><p>35 vụ án mới.</p>" + "<p>Bình luận</p>" * 20_000,
    "json": "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>35 vụ án mới.",
    "titles": "".join(f"<meta property=og:title content='Tin tức số {n}'>" for n in range(10_000))
    + "<p>35 vụ án mới.</p>" * 10_000,
    "spaced tags": "<p>35 vụ án mới.</p>" + "< p" * 200_000,
    "select": "<p>35 vụ án mới.</p>" + "<select><option>" * 50_000,
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end(markup: str) -> None:
    """What is made to exhaust a reader is read in the end, and without a crash."""
    assert outcome(markup.encode()) in {"document", "no-main-text"}


@pytest.mark.parametrize("markup", ["<div>" * 2000, "<p>35 vụ." + "<br>35 vụ." * 2000], ids=["tags", "lines"])
def test_a_page_without_end_is_told(markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More tags or lines than any page has are refused before they fill the memory."""
    monkeypatch.setattr(page, "MOST_PARTS", 1000)
    assert outcome(markup.encode()) == "too-many-parts"


def test_a_mark_before_a_page_is_no_text() -> None:
    """The byte-order mark is not part of the text."""
    (found,) = Html().read(codecs.BOM_UTF8 + "<p>35 vụ án mới.</p>".encode(), SOURCE)
    assert found.text == "35 vụ án mới."
