"""Charts of England: bands, participation, regions and reference figures."""
