"""Records → what people and programs read: every format that `form` declares, rules, scores, and errors in words.

A writer takes one record after another and puts it out at once, or into a file that is whole only when it is closed.
Columns come from the record types, so a new field needs no line here; a new format is a name in `form.Format` and
the writer that `form` opens for it.
"""
