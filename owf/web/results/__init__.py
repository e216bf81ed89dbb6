"""Results and comparisons on pages."""
