"""How far partners agree, leaders beside practitioners, and quality flags (METHOD 3)."""
