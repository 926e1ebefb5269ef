"""Lists for Excel: what is missing, what to look at before printing, what is archived."""
