"""Rounds on pages: opening, partners, reminders and the national cycle."""
