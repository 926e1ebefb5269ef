"""A spreadsheet file in, its sheets out as grids of raw cells, with what was beside them."""
