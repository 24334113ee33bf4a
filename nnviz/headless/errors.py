"""What a command can end with besides a result."""


class RunFailedError(Exception):
    """The input was fine, the run was not (it diverged, there is no display): exit code 1."""


def one_line(message: str) -> str:
    """Return the message without line breaks."""
    return " ".join(message.split())
