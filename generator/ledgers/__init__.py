"""Ledgers (台账): read by a schema, checked by rules, summed up, and printed as tables."""
