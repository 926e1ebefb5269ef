"""What everything stands on: workers, files, locks, errors."""
