"""The record of what was done: reading it, and the sentence for each event."""
