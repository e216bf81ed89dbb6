"""HTML that pages and charts share."""
