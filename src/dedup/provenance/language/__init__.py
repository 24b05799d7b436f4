"""What words say in each language: word lists, names, persons, bodies and papers, found in a stretch of text."""
