"""Charts over the years."""
