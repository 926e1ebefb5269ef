"""A plan or a verdict written as files: PDF, Word, lists, labels."""
