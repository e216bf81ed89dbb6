"""Signing: the checklist, the signature, its verification, and reopening a round."""
