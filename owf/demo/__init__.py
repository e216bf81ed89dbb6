"""The demonstration: a made-up region, plainly labelled."""
