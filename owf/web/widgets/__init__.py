"""Parts that any page may use and that know nothing of what a page is about."""
