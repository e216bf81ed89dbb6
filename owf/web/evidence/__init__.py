"""Evidence on pages: the library, its form, and serving its files."""
