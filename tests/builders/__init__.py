"""Inputs for the converters, made in code so that each test shows what is odd about its file."""
