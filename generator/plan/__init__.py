"""Which pages a binder has, what stands on each, and in which volume and number."""
