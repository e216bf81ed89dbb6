"""Change: year on year, over many years, and which questions are comparable (METHOD 4)."""
