"""In and out: what a questionnaire looks like outside the product."""
