"""A partner's return: answering, delegating, submitting, workbooks, and last year's answers."""
