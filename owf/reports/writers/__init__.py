"""A report as a file: one module or folder for each format."""
