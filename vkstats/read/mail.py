"""Letters saved as files (.eml, RFC 5322 and MIME), and web pages that a browser saved as one (.mht, RFC 2557)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.reader import Member, Source

_HEADER = re.compile(rb"([!-9;-~]+)[ \t]*:[^\n]*(?:\r?\n[ \t][^\n]*)*(?:\r?\n|\Z)")
_HEAD = 4096  # bytes that a reader may look at
_KNOWN = frozenset(
    b"from to cc subject date sender received return-path reply-to delivered-to message-id mime-version content-type"
    b" content-transfer-encoding in-reply-to references x-mailer dkim-signature snapshot-content-location".split()
)


class Mail:
    """Letters, and pages in the form of letters."""

    name = "eml"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        """Whether it begins with the header fields of a letter, two at least of names that letters have."""
        at = len(head) - len(head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"))
        known = set()
        while field := _HEADER.match(head, at):
            known.add(field[1].lower())
            at = field.end()
        known &= _KNOWN
        is_cut = at >= len(head) >= _HEAD  # the fields go on behind what is looked at
        return len(known) >= 2 and (is_cut or head.startswith((b"\n", b"\r\n"), at) or len(known) > 3)

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError | Member]:
        """The text of the letter, then what is attached to it.

        Raises:
            ReadError: while iterating, `empty`, `broken-mail`, `wrong-charset`, or as plain text and pages.
        """
        from vkstats.read.letter import documents

        return documents(data, source)
