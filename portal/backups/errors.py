"""What goes wrong with backups, in one line for the operator."""


class BackupError(Exception):
    """No backup was made, or nothing restored; the message says why and what to do."""


def explain_os_error(error: OSError) -> str:
    """What the system said, without the number of the error."""
    return (error.strerror or str(error) or type(error).__name__).rstrip(".")


def first_line(error: Exception) -> str:
    """What a database said, of which the first line says the most."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
