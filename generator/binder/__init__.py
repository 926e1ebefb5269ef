"""The binder of a unit: made, written whole or not at all, and compared with its sources later."""
