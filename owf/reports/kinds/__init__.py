"""What each kind of report says, put together from findings, evidence and the plan."""
