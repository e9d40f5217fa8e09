"""Archives and packed files, opened as streams, member by member; nothing of them is written to disk.

A new one is a module here with a `Container`, and a name in `_CONTAINERS` of `vkstats.read`.
"""
