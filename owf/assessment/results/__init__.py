"""Results: a Trust, its comparison with others, regions and England, year on year."""
