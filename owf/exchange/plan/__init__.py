"""A plan as a workbook that goes out and comes back, and as JSON."""
