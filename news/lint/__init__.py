"""Remarks on the words of an edition: advice for its writer that never blocks publishing. `rules` runs them all."""
