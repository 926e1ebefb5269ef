"""Registers for print: a workbook's tables on a fixed grid, with the findings on their rows."""

from generator.registers.mask import Mask
from generator.registers.stored import Manner, Wanted, cached_registers

__all__ = ["Manner", "Mask", "Wanted", "cached_registers"]
