"""Before printing: whose numbers would be legible, and which documents bear a secrecy mark."""

from generator.measure.privacy.classified import marked_pages, marked_sources
from generator.measure.privacy.clearing import cleared_cache
from generator.measure.privacy.sealing import (
    held_back,
    refuse,
    sealed,
    secrecy_findings,
    still_open,
)

__all__ = [
    "cleared_cache",
    "held_back",
    "marked_pages",
    "marked_sources",
    "refuse",
    "sealed",
    "secrecy_findings",
    "still_open",
]
