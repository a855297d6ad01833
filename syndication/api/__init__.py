"""The newsroom for programs: what is public, as JSON, and nothing that pages would not show."""
