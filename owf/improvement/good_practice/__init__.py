"""Good practice: examples that Trusts offer to others, and requests for them."""
