"""Registers for print: a workbook's tables on a fixed grid, with the findings on their rows."""

from generator.registers.mask import Mask
from generator.registers.stored import cached_register

__all__ = ["Mask", "cached_register"]
