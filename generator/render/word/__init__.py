"""The volumes as Word files, page for page the same as the PDF."""
