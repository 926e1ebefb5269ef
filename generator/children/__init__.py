"""Child processes for whatever touches files from outside: limited, and never outliving a run."""
