"""Tables of single questions, and England as in 2009 (METHOD 5)."""
