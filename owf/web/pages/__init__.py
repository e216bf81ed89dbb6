"""One page a file; what a page shows is worked out elsewhere."""
