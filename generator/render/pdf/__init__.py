"""The volumes as PDF: generated pages drawn, evidence placed, both put together."""
