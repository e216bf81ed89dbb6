"""The practitioners' survey: its link, responding, and its scores."""
