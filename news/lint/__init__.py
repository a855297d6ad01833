"""Remarks on the words of an edition: advice for its writer, never a wall. `rules` has all of them together."""
