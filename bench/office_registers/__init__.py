"""Registers as offices keep them: workbooks with planted faults, and how many of them are found."""
