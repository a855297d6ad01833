"""Word documents read: the parts of an article in them, and nothing that must not reach a reader."""
