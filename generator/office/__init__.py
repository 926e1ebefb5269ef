"""What the office wrote: its settings, its units, and the checklist of the assessment."""
