"""The archive set (归档): one PDF for each 件 with its stamp, catalogues, boxes and a listing."""

from generator.archive.left_out import IGNORED
from generator.archive.pdfa import find_validator
from generator.archive.run import ArchiveOutcome, ArchiveRequest, archive

__all__ = ["IGNORED", "ArchiveOutcome", "ArchiveRequest", "archive", "find_validator"]
