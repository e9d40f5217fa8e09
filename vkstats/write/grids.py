"""The tables of documents as grids of their own, one below the other: what a person would copy by hand."""

from __future__ import annotations

import csv
from typing import TextIO

from vkstats.model import DocumentRecord
from vkstats.write.delimited import guarded
from vkstats.write.form import Form, Format


class GridWriter:
    """Each table with its caption in a row above and a blank row below; cells as the text writes them."""

    def __init__(self, out: TextIO, form: Form) -> None:
        self.rows = 0
        self._out = out
        self._csv = csv.writer(out, delimiter="\t" if form.format is Format.TSV else ",", lineterminator="\n")

    def write(self, record: DocumentRecord) -> None:
        """Put the record's tables out."""
        for table in record.tables:
            if self.rows:
                self._csv.writerow(())
            if table.caption:
                self._csv.writerow((guarded(table.caption),))
            for row in (*table.header, *table.rows):
                self._csv.writerow([guarded(cell.text) for cell in row])
            self.rows += 1
        self._out.flush()

    def finish(self) -> None:
        """Nothing is open."""
