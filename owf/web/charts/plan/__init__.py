"""Charts of the plan."""
