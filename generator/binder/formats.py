"""The formats of a binder that can be chosen, by the words that a clerk writes."""

PDF, WORD = "pdf", "word"
FORMATS = (PDF, WORD)
