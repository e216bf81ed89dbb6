"""Comparing a Trust with others, and its own strengths and weaknesses (METHOD 2, 5a)."""
