"""The record of what was done on pages."""
