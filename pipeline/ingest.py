"""The spine: bytes in, rows out, plug-ins passed in."""
