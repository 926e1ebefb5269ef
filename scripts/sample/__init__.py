"""Makes the fictional evidence under ``evidence/``: one module per kind of document."""
