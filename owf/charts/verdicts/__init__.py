"""Charts of verdicts: spine, grid, slopes, agreed range, audiences."""
