"""What a unit has filed: folders, names, and the documents within containers."""
