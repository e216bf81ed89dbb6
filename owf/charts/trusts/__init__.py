"""Charts that compare Trusts."""
