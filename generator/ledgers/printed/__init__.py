"""Ledgers for print: a workbook's tables on a fixed grid, with the findings on their rows."""

from generator.ledgers.printed.stored import Printable, Style, printed_ledgers

__all__ = ["Printable", "Style", "printed_ledgers"]
