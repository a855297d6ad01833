"""The newsroom on several machines, rehearsed on one: `script/cluster`."""
