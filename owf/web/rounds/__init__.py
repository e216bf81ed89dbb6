"""The pages of a round: the Trust's own, and the national team's year."""
