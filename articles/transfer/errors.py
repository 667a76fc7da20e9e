"""What ends an import before it begins."""


class ImportFormatError(Exception):
    """The import cannot be read at all; the message names the file and says why."""
