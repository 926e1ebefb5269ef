"""What a unit has and lacks, item by item."""
