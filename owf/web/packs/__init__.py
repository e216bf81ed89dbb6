"""Questionnaires on pages."""
