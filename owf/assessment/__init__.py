"""The year: open, answer, agree, sign, compare. One function is one transaction."""
