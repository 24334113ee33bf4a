"""What an export can end with besides a file."""


class ExportError(ValueError):
    """What was asked for cannot be exported; one sentence that says what to do."""


class CancelledError(ExportError):
    """The user has had enough; nothing is left behind."""
