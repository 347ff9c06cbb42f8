"""One file a kind of document: what tells it apart."""
