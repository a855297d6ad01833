"""The migrations of a newsroom that is one version on."""
