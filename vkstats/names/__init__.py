"""Who and what a document names: organisations, people, places, legal documents, and times, each with its offsets.

Each kind of name is a room of its own: `words` are the lexicon's words compiled once, the readers are frozen values
that find mentions, and a function makes records of them, one for each thing named, under its full name. A name is
read from its first word on, by what stands around it and by its capitals; what the document does not settle stays
open and is not put out. No room here prints, counts figures, or knows a Vietnamese word that is not in the lexicon.
"""

from __future__ import annotations

from vkstats.names.finding import Names, find_names

__all__ = ["Names", "find_names"]
