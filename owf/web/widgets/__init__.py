"""Parts of pages that know nothing of what a page is about."""
