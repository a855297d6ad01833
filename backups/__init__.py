class BackupRefused(Exception):
    """A backup or a restore that cannot be done, with a sentence that says why and what to do."""
