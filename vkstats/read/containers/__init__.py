"""Archives and packed files, opened as streams. A new one is a module here and a name in `vkstats.read`."""
