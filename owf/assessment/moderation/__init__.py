"""Moderation: what partners rated, the levels agreed, replies, families and context notes."""
