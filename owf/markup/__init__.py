"""Text as HTML, for pages, charts and reports: numbers, tables and verdicts."""
