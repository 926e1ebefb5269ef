"""What stands on every page of evidence: marks, free places, colour, resolution, size of text."""

from generator.measure.surveys.documents import survey_documents, survey_leaves

__all__ = ["survey_documents", "survey_leaves"]
