"""What stands on each generated page, as blocks on a fixed grid that both binders share."""
