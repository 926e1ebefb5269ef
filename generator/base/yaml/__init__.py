"""YAML files read strictly, with the line and column of every key and value."""
