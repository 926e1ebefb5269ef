"""What is on the pages that will be bound, and what is told of it before printing."""
