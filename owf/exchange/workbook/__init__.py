"""A partner's return as a workbook: filled in offline with colleagues, and taken back safely."""
