"""What can be wrong with a run file."""


class RunFileError(ValueError):
    """A run file cannot be used; one sentence that says why."""
