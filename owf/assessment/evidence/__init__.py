"""Evidence that partners keep: its library, and which files it may hold."""
