"""A report as a file: one module or folder for each format."""

NO_ROWS = "There is nothing to list here."
"""Instead of a table without rows."""
NOTHING_HERE = "There is nothing to report here."
"""In a section that is empty."""
