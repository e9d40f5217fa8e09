"""What is in a letter, or in a web page that a browser saved as one.

The text of the letter is the first document; what is attached follows, each in its own format. Pictures that a text
shows and signatures of the letter are parts of it, not documents.
"""

from __future__ import annotations

import codecs
import contextlib
import email
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from functools import cache

from vkstats.errors import ReadError
from vkstats.model import BlockKind, Document, Frame
from vkstats.packs.shipped import text_words
from vkstats.read.html import read_page
from vkstats.read.page_frame import in_vietnam, person
from vkstats.read.plain import text_of
from vkstats.read.reader import Member, Source
from vkstats.read.words import words
from vkstats.text import has_byline
from vkstats.trie import trie

# A letter that was sent has one of these; a page that a browser saved has none.
_SENT = frozenset({"to", "cc", "bcc", "received", "delivered-to", "message-id", "return-path", "reply-to", "sender"})
FORMAT = "eml"
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification"})
_DISPLAY = re.compile(r'[\s"]*([^"<>@]{1,100})[\s"]*<')
_FLOWED = re.compile(r"(?<!^--) \r?\n(?=[^>\s])", re.MULTILINE)
_LONGEST_HEADER = 10_000  # characters; more is no subject, and the standard library's search of it is not linear


def documents(data: bytes, source: Source) -> Iterator[Document | ReadError | Member]:
    """The text of the letter, then what is attached to it.

    Raises:
        ReadError: while iterating, as `Mail.read`.
    """
    message = _parsed(data, source)
    headers = _headers(message)
    body, attached = _parts(message)
    is_sent = not _SENT.isdisjoint(headers) or "@" in headers.get("from", "")
    try:
        if not is_sent and body and all(part.get_content_type() == "text/html" for part in body):
            yield read_page(_page_bytes(body[0]), source)
        elif document := _letter(body, headers, source):
            yield document
        elif not attached:
            raise source.error("empty")
    except ReadError as error:
        yield error
    names: dict[str, int] = {}
    for number, part in enumerate(attached, 1):
        label = _label(part, number)
        names[label] = names.get(label, 0) + 1
        inside = source.inside(label if names[label] == 1 else f"{label} ({names[label]})")
        try:
            data = _payload(part)
        except (MessageError, UnicodeError) as error:  # a letter inside whose head cannot be written again
            yield inside.error("broken-mail", cause=str(error))
        else:
            yield Member(inside, io.BytesIO(data))


class _Bounded(Compat32):
    """Header fields as they are written, but no longer than any is."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def _parsed(data: bytes, source: Source) -> Message:
    try:
        return email.message_from_bytes(data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"), policy=_Bounded())
    except RecursionError as error:  # the standard library descends into parts inside parts by recursion
        raise source.error("too-deep", depth=source.options.caps.depth) from error
    except (MessageError, ValueError, LookupError) as error:
        raise source.error("broken-mail", cause=str(error) or type(error).__name__) from error


def _headers(message: Message) -> dict[str, str]:
    """The first of each header field, in lower case its name, words decoded."""
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), _words(str(value)))
    return headers


def _words(value: str) -> str:
    """A header's value in Unicode (RFC 2047); one that is raw is UTF-8, as mail programs here write it."""
    value = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" in value:
        # As it is written is the best that there is, where it cannot be decoded.
        with contextlib.suppress(HeaderParseError, LookupError, ValueError):
            value = "".join(
                part if isinstance(part, str) else part.decode(charset or "ascii", "replace")
                for part, charset in decode_header(value)
            )
    return " ".join(value.split())


# --- parts -----------------------------------------------------------------------------------------


def _parts(message: Message) -> tuple[list[Message], list[Message]]:
    """The parts that are the text of the letter, each another form of the same, and those that are attached."""
    body: list[Message] = []
    attached: list[Message] = []
    waiting = [(message, False)]  # a part, and whether it stands beside a page that shows it
    while waiting:
        part, is_shown = waiting.pop()
        kind = part.get_content_type()
        inside = part.get_payload()
        if kind in _REPORTS or kind in _SIGNATURES:
            continue
        if part.is_multipart() and part.get_content_maintype() == "multipart" and isinstance(inside, list):
            shows = kind == "multipart/related"
            if kind == "multipart/alternative" and not body:
                body += [leaf for leaf in part.walk() if _is_text(leaf)]
                waiting += [(leaf, True) for leaf in reversed(list(part.walk())) if _is_file(leaf)]
            else:
                waiting += [(child, shows and number > 0) for number, child in reversed(list(enumerate(inside)))]
        elif not body and not is_shown and _is_text(part):
            body.append(part)
        elif not is_shown or part.get_content_disposition() == "attachment":
            attached.append(part)
    return body, attached


def _is_text(part: Message) -> bool:
    return part.get_content_type() in {"text/plain", "text/html"} and not _is_file(part)


def _is_file(part: Message) -> bool:
    return not part.is_multipart() and (part.get_content_disposition() == "attachment" or bool(part.get_filename()))


def _label(part: Message, number: int) -> str:
    name = part.get_filename()
    return (_words(name) if name else "") or f"part-{number}"


def _payload(part: Message) -> bytes:
    if part.is_multipart():  # message/rfc822
        inside = part.get_payload(0)
        return inside.as_bytes() if isinstance(inside, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


# --- the text of a letter ----------------------------------------------------------------------------


def _letter(body: list[Message], headers: dict[str, str], source: Source) -> Document | None:
    """The letter's own text: the plain one, but the page where it has a table of data, which plain text scatters."""
    plain = next((part for part in body if part.get_content_type() == "text/plain" and _payload(part).strip()), None)
    page = next((part for part in body if part.get_content_type() == "text/html" and _payload(part).strip()), None)
    document = None
    if page:
        try:
            document = read_page(_page_bytes(page), source, whole=True)
        except ReadError:
            if plain is None:
                raise
    if plain and not (document and any(block.kind is BlockKind.TABLE for block in document.layout)):
        text, encoding = _text(plain, source)
        document = Document(source.name, text, FORMAT, encoding)
    if document is None:
        return None
    return replace(document, format=FORMAT, said=_said(headers, document))


def _text(part: Message, source: Source) -> tuple[str, str]:
    charset = _charset(part)
    if charset is None:
        text, charset = text_of(_payload(part), source)
    else:
        try:
            text = _payload(part).decode(charset)
        except UnicodeDecodeError:
            raise source.error("wrong-charset", charset=charset) from None
    if str(part.get_param("format", "")).lower() == "flowed":  # RFC 3676: a space at its end wraps a line
        text = _FLOWED.sub("" if str(part.get_param("delsp", "")).lower() == "yes" else " ", text)
    return text, charset


def _page_bytes(part: Message) -> bytes:
    """The page, in UTF-8 where the letter names its charset, which counts more than what the page says."""
    charset = _charset(part)
    if charset is None:
        return _payload(part)
    return codecs.BOM_UTF8 + _payload(part).decode(charset, "replace").encode("utf-8", "replace")


def _charset(part: Message) -> str | None:
    """The charset that the part names, by Python's name; None where it is UTF-8, or none that is known."""
    try:
        named = codecs.lookup(str(part.get_content_charset("utf-8")))
    except (LookupError, ValueError):
        return None
    return None if named.name in {"utf-8", "ascii"} else named.name


def _said(headers: dict[str, str], document: Document) -> Frame:
    sender = person(_sender(headers.get("from", "")))
    if sender and has_byline(document, text_words()):
        sender = None
    return Frame(
        title=_answer().sub("", headers.get("subject", ""), count=1) or None,
        published=_sent_at(headers.get("date", "")),
        author=sender,
    )


@cache
def _answer() -> re.Pattern[str]:
    """What a mail program puts before the subject of an answer, as often as there were answers."""
    return re.compile(rf"(?:{trie(words('page-answer'))} ?(?:\[\d+\])?: ?)+", re.IGNORECASE)


def _sender(said: str) -> str:
    """The name before the address, if there is one."""
    name = _DISPLAY.match(said)
    return name[1].strip() if name else ""


def _sent_at(said: str) -> str | None:
    try:
        return in_vietnam(parsedate_to_datetime(said[:200])).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
