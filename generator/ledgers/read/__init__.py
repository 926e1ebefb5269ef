"""Ledgers (台账): the offices' own spreadsheets, read by a schema into typed, traceable rows."""
