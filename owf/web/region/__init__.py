"""A region on pages."""
