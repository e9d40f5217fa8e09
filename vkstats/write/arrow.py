"""The flat tables as Arrow: typed columns, exact numbers, and no value that is rounded or cut in silence.

Needs pyarrow, of the extra `vkstats[parquet]`, and imports it only when called.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from vkstats import __version__
from vkstats.errors import WriteError
from vkstats.write.columns import decimal, header, numeric
from vkstats.write.rows_file import misfit

if TYPE_CHECKING:
    import pyarrow as pa

# 26 digits before the decimal point and 12 behind it: as wide as 16 bytes allow, and what Spark, DuckDB and BigQuery
# (as BIGNUMERIC) read without loss.
PRECISION, SCALE = 38, 12


@cache
def schema(table: str, *, with_text: bool = False) -> pa.Schema:
    """The columns of a table: text, whole numbers of 64 bits, and decimals for what may be none.

    Its metadata tell the table and the version of vkstats. Every column may be null: what is not known is.
    """
    import pyarrow as pa

    kinds = {name: pa.decimal128(PRECISION, SCALE) if name in decimal(table) else pa.int64() for name in numeric(table)}
    columns = [pa.field(name, kinds.get(name, pa.string())) for name in header(table, with_text=with_text)]
    return pa.schema(columns, {"vkstats.version": __version__, "vkstats.table": table})


def batch(rows: Sequence[Sequence[object]], table: str, *, with_text: bool = False) -> pa.RecordBatch:
    """Rows of `columns.rows` as one batch.

    Raises:
        WriteError: `no-fit` where a value has more digits than its column, or holds half a character; its target is
            the document of the row.
    """
    return typed(rows, schema(table, with_text=with_text))


def typed(rows: Sequence[Sequence[object]], columns: pa.Schema) -> pa.RecordBatch:
    """Rows as one batch of these columns, the first of which names the document.

    Raises:
        WriteError: as `batch`.
    """
    import pyarrow as pa

    cells: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = []
    for values, column in zip(cells, columns, strict=True):
        try:
            arrays.append(pa.array(values, column.type))
        except (pa.ArrowInvalid, OverflowError, UnicodeError):
            raise _misfit(rows, values, column) from None
    return pa.record_batch(arrays, schema=columns)


def check(rows: Iterable[Sequence[object]], table: str, *, with_text: bool = False) -> None:
    """Nothing, where every exact number of rows of `columns.rows` fits its column.

    Raises:
        WriteError: as `batch`.
    """
    places = [(at, name) for at, name in enumerate(header(table, with_text=with_text)) if name in decimal(table)]
    for row in rows:
        for at, name in places:
            if isinstance(value := row[at], Decimal) and not _fits(value):
                raise misfit(row, name, value)


def _fits(value: Decimal) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -SCALE and value.adjusted() < PRECISION - SCALE


def _misfit(rows: Sequence[Sequence[object]], values: Sequence[object], column: Any) -> WriteError:  # noqa: ANN401
    """The first value that its column cannot hold."""
    import pyarrow as pa

    for row, value in zip(rows, values, strict=True):
        try:
            pa.array([value], column.type)
        except (pa.ArrowInvalid, OverflowError, UnicodeError):
            return misfit(row, column.name, value)
    raise AssertionError(column.name)  # together they do not fit, so one of them does not
