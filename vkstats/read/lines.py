"""Lines that somebody or something broke: whether one goes on with the line above, as far as its words alone tell."""

from __future__ import annotations

import re

from vkstats import shapes

# Markers as they stand in front of an item or heading, in what is not folded; a number that a line may begin with
# inside a sentence (`15.3 đến 15.6`, `-5`) is none.
_MARKER = re.compile(
    r"[-–+*•●○▪■] ?(?!\d)|\(?\d{1,2}(?:\.\d{1,2})*[.)/] |\(?[a-zđA-ZĐ][.)/] |[IVX]{1,5}[./] |\(\d{1,2}\) "
)


def is_marked(line: str) -> bool:
    """Whether a list marker stands in front of the line."""
    return _MARKER.match(line) is not None


def is_ended(line: str) -> bool:
    """Whether what is said is over at the end of the line, or a list follows."""
    return line.endswith(shapes.CLOSING)


def goes_on(above: str, below: str) -> bool:
    """Whether the line below is inside the sentence of the one above: that is open, and this begins small."""
    return below[0].islower() and not is_ended(above)
