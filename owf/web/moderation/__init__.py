"""Moderation on pages: the agenda, a question, agreeing, replies and families."""
