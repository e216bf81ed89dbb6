"""England's tables."""
