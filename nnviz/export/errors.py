"""What an export can end with besides a file."""

from nnviz.tasks.task import TaskError


class ExportError(TaskError):
    """What was asked for cannot be exported; one sentence that says what to do."""
