"""Bytes in, ``Document`` out, whatever the carrier."""
