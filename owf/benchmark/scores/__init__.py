"""Scores from answers: sector units, groups of items, medians (METHOD 1)."""
