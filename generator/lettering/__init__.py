"""Type on paper: fonts and what they cover, shaping, lines, and the drawing of pages."""
