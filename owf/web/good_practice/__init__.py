"""The page of good practice: offers, requests, and gaps that nobody has offered help on."""
