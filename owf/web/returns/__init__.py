"""The pages of a partner's return."""
