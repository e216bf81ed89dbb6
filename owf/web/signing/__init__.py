"""Signing on pages: the checklist, context notes and reopening."""
