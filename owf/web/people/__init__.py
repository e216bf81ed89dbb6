"""People on pages: the list, one person, inviting."""
