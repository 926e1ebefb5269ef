"""Fonts by role, fallbacks for what they lack, and the names that offices use for them."""

from generator.lettering.fonts.finding import (
    OPTIONAL_ROLES,
    Wanted,
    find_fonts,
    font_dirs,
    system_font_dirs,
)
from generator.lettering.fonts.font_set import CODES, Fallback, FontSet, Spans
from generator.lettering.fonts.office import fontconfig_file
from generator.lettering.fonts.stand_ins import StandIns
from generator.lettering.fonts.unprinted import Unprinted, named, unprinted

__all__ = [
    "CODES",
    "OPTIONAL_ROLES",
    "Fallback",
    "FontSet",
    "Spans",
    "StandIns",
    "Unprinted",
    "Wanted",
    "find_fonts",
    "font_dirs",
    "fontconfig_file",
    "named",
    "system_font_dirs",
    "unprinted",
]
