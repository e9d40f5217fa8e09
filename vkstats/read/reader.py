"""What every reader is: something that knows a format by its first bytes and turns it into documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from vkstats.errors import ReadError
from vkstats.model import Document


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stream comes from, and how many bytes one document of it may have."""

    name: str
    limit: int

    def error(self, code: str, **details: object) -> ReadError:
        """The error `code` at this source."""
        return ReadError(self.name, code, tuple((key, str(value)) for key, value in details.items()))


class Reader(Protocol):
    """One input format. Heavy libraries are imported inside `read`."""

    def sniffs(self, head: bytes, name: str) -> bool:
        """Whether the first bytes, or failing them the name, are of this format."""
        ...

    def read(self, stream: BinaryIO, source: Source) -> Iterator[Document]:
        """The documents in the stream, in order.

        Raises:
            ReadError: while iterating.
        """
        ...
