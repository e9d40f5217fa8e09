"""Records → typed rows, for files that are whole only when they are closed."""

from __future__ import annotations

from vkstats.model import DocumentRecord
from vkstats.write.columns import rows
from vkstats.write.form import Form, Format
from vkstats.write.rows_file import RowsFile


class RowsWriter:
    """The rows of one record after another into `file`, which who opened it closes."""

    def __init__(self, file: RowsFile, form: Form) -> None:
        self.rows = 0
        self._file = file
        self._form = form

    def write(self, record: DocumentRecord) -> None:
        """Put the rows of the record behind those that are there.

        Raises:
            WriteError: as `rows_by_table`, and as `RowsFile.add`.
        """
        listed = rows_by_table(record, self._form)
        for table, entries in listed.items():
            self._file.add(table, entries)
        self.rows += len(listed[self._form.counted])

    def finish(self) -> None:
        """Nothing is open but the file."""


def rows_by_table(record: DocumentRecord, form: Form) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each table of the form.

    Raises:
        WriteError: `no-fit`, where the format cannot hold a number as it is.
    """
    listed = {table: list(rows(record, table, form.lang, with_text=form.with_text)) for table in form.tables}
    if form.format is Format.PARQUET:
        from vkstats.write.arrow import check

        for table, entries in listed.items():
            check(entries, table, with_text=form.with_text)
    if form.format is Format.XLSX:
        from vkstats.write.workbook import check as fits

        for table, entries in listed.items():
            fits(entries, table, with_text=form.with_text)
    return listed
