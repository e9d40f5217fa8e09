"""Documents of word processors, made byte by byte, so that a test says all that is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from xml.sax.saxutils import escape

from vkstats.errors import ReadError
from vkstats.extract import extract
from vkstats.model import BlockKind, Document
from vkstats.packs import RuleSet
from vkstats.packs.shipped import text_words
from vkstats.read import Options, read
from vkstats.text import prepare

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIPS = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
RELATIONS = _RELATIONSHIPS.format(
    f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs; content without markup is a run."""
    inside = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def styled(style: str, text: str) -> str:
    """A paragraph in a style."""
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def cell(text: str, properties: str = "") -> str:
    """A cell; text with markup is taken as its blocks."""
    inside = text if text.startswith("<") else paragraph(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row; what is no markup is the text of a cell."""
    inside = "".join(text if text.startswith("<w:tc>") else cell(text) for text in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str, columns: int = 3) -> str:
    """A table."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


_ROOTS = {"header1": "hdr"}
_DEFAULT = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body; a part is what stands inside the root of `word/<name>.xml`."""
    kinds = {"document": "document.main", **{name: name.rstrip("1") for name in parts}}
    types = _DEFAULT + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    related = "".join(
        f'<Relationship Id="r{name}" Type="{_RELATION}/{kinds[name]}" Target="{name}.xml"/>' for name in parts
    )
    content = {"document": f"<w:body>{body}<w:sectPr/></w:body>", **parts}
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": RELATIONS,
            "word/_rels/document.xml.rels": _RELATIONSHIPS.format(related),
        }
        | {
            f"word/{name}.xml": f"<w:{_ROOTS.get(name, name)} {_SPACES}>{inside}</w:{_ROOTS.get(name, name)}>"
            for name, inside in content.items()
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def rtf(body: str, fonts: str = r"{\f0\fcharset0 Times New Roman;}", head: str = "") -> bytes:
    r"""An RTF document; letters beyond ASCII are written `\uN?`."""
    return _rtf_letters(rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{fonts}}}{head}\pard\plain {body}}}").encode(
        "latin-1"
    )


def _rtf_letters(text: str) -> str:
    units = (int.from_bytes(pair, "little") for c in text for pair in _pairs(c.encode("utf-16-le")))
    return "".join(chr(unit) if unit < 128 else rf"\u{unit - 0x10000 if unit > 0x7FFF else unit}?" for unit in units)


def _pairs(data: bytes) -> Iterable[bytes]:
    return (data[n : n + 2] for n in range(0, len(data), 2))


Text = tuple[float, float, str]  # where it stands on the page, from the left and from below, and what it says
_ADVANCE = 0.5  # of each letter, in its size


def pdf(
    pages: Sequence[Sequence[Text]],
    *,
    size: float = 12,
    font: str = "Plain",
    picture: Iterable[int] = (),
    turned: int = 0,
    origin: tuple[float, float] = (0, 0),
    drawn: str = "",
) -> bytes:
    """A PDF of A4 pages with a text layer in a font that is not in the file; `picture` are pages with a drawn box.

    `drawn` are further operators of each page, for lines.

    Pages that are shown `turned` by so many degrees are set so that their text is upright then, from `origin` on.
    """
    across, up = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turned]
    place = f"{across} {up} {-up} {across} {origin[0]:g} {origin[1]:g} cm\n"
    ranges = [f"<{n:02X}00> <{n:02X}FF> <{n:02X}00>" for n in range(0xD8)]
    maps = "".join(
        f"{len(ranges[n : n + 100])} beginbfrange\n" + "\n".join(ranges[n : n + 100]) + "\nendbfrange\n"
        for n in range(0, len(ranges), 100)
    )
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{font} /Encoding /Identity-H /DescendantFonts [4 0 R]"
            " /ToUnicode 6 0 R >>"
        ),
        (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font} /CIDSystemInfo << /Registry (Adobe)"
            f" /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW {_ADVANCE * 1000:g} >>"
        ),
        (
            f"<< /Type /FontDescriptor /FontName /{font} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
            " /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
        ),
        _stream(unicode),
    ]
    kids = []
    for number, page in enumerate(pages):
        shown = place + "".join(
            f"BT /F1 {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, text in page
        )
        shown += "100 100 200 200 re f\n" if number in picture else ""
        shown += drawn
        objects += [
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {turned}"
                f" /Contents {len(objects) + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            ),
            _stream(shown),
        ]
        kids.append(f"{len(objects) - 1} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _pdf_file(objects)


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _pdf_file(objects: Sequence[str]) -> bytes:
    out = "%PDF-1.7\n"
    places = []
    for number, text in enumerate(objects):
        places.append(len(out))
        out += f"{number + 1} 0 obj\n{text}\nendobj\n"
    table_at = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{at:010} 00000 n \n" for at in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n"
    return out.encode("latin-1")


def set_lines(paragraphs: Iterable[str], *, width: int = 78, size: float = 12, indent: int = 0) -> list[list[Text]]:
    """Paragraphs set on A4 pages, lines filled up to `width` letters, one and a half lines apart."""
    lines: list[tuple[int, str]] = []
    for text in paragraphs:
        at, line = indent, ""
        for word in text.split():
            if line and at + len(line) + 1 + len(word) > width:
                lines.append((at, line))
                at, line = 0, word
            else:
                line = f"{line} {word}".strip()
        lines.append((at, line))
    each = 40
    return [
        [
            (60 + at * size * _ADVANCE, 790 - n * size * 1.5, text)
            for n, (at, text) in enumerate(lines[first : first + each])
        ]
        for first in range(0, len(lines), each)
    ]


def documents(folder: Path, data: bytes, name: str = "a", **options: int) -> list[Document | ReadError]:
    """What the bytes are read as."""
    path = folder / name
    path.write_bytes(data)
    return list(read(str(path), Options(**options)))


def document(folder: Path, data: bytes) -> Document:
    """The one document that the bytes are."""
    (found,) = documents(folder, data)
    assert isinstance(found, Document), found
    return found


def error(folder: Path, data: bytes, **options: int) -> ReadError:
    """The one error that the bytes are."""
    (found,) = documents(folder, data, **options)
    assert isinstance(found, ReadError), found
    return found


SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


def lines_of(sample: Path) -> list[str]:
    """The paragraphs of a sample, those that were wrapped whole again."""
    text = sample.read_text("utf-8")
    blocks = prepare(Document("x", text), text_words()).blocks
    return [line for block in blocks for line in _whole(text[block.start : block.end], block.kind)]


def _whole(text: str, kind: BlockKind) -> list[str]:
    return text.split("\n") if kind in {BlockKind.TABLE, BlockKind.TITLE} else [text.replace("\n", " ")]


def figures(document: Document, rules: RuleSet) -> list[dict[str, object]]:
    """All that is said of each figure but where it stands, and where a line broke in its words."""
    found = [asdict(figure) for figure in extract(document, rules).figures]
    return [
        {key: value for key, value in figure.items() if key not in {"start", "end"}}
        | {"text": " ".join(figure["text"].split())}
        for figure in found
    ]


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
