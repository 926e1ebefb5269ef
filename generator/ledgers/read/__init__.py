"""The offices' own spreadsheets (台账), read by a schema into typed, traceable rows."""
