"""The plug-ins, one file a kind of fact, of document, or a site; found by walking."""
