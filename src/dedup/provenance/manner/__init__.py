"""How one article is written: slots, habits of spelling and marks, how it introduces persons, sequences of letters."""
