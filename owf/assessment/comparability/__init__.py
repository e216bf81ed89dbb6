"""Which years, questionnaires and questions may be compared, and what is noted about it."""
