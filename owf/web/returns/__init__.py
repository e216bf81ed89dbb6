"""A partner's return on pages."""
