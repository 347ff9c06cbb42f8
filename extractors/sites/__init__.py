"""One file a site to watch."""
