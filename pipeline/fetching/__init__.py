"""Polite HTTP and the protocol that sites fill in."""
