"""Findings in sentences, and key learning points (METHOD 6)."""
