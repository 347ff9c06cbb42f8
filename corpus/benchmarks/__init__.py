"""Measurements that compare: the same made documents, one run, ratios rather than seconds."""
