"""Reports: one model, and a writer for each format."""
