"""The order of Trusts: spread beyond chance, ranks and funnels (METHOD 2)."""
