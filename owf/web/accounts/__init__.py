"""Plain pages for signing in, one-time links and accounts."""
