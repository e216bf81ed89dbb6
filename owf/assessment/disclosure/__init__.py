"""What may be shown of Trusts and questions without giving an answer away (METHOD 1.7, 1.8)."""
