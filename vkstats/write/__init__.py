"""Records → a table for reading, or CSV, TSV, JSON and JSON Lines for counting on.

A writer takes one record after another and puts it out at once; `finish` closes what is open. Columns come
from the record types, so a new field needs no line here.
"""
