"""The practitioners' survey: its plain pages, and the coordinator's panel."""
