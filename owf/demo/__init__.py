"""The demonstration: a made-up England, plainly labelled."""
