"""Speed and scale, measured against a floor in the same run. ``make bench`` runs all of it."""
