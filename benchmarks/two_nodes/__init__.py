"""A rehearsal of operations: the newsroom on two machines, played on one. `script/two-nodes` runs it."""
