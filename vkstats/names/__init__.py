"""People and organisations: found by the words of the lexicon, by capitals, and by the document itself."""
