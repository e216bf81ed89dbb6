"""A Trust's round: who takes part."""
