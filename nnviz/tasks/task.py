"""What work that takes long is given: to say how far it is, and to hear that it shall end. No Qt here."""

from collections.abc import Callable

import msgspec


class TaskError(ValueError):
    """Why work cannot be done, in one sentence for the user."""


class CancelledError(TaskError):
    """What was to be done is no longer wanted; nothing is left behind."""


class Task(msgspec.Struct, frozen=True):
    """One piece of work, as it is seen from inside.

    Attributes
    ----------
    report : callable
        Tell the share that is done.
    cancelled : callable
        Whether it shall end; whatever takes long asks often.
    warn : callable
        Tell what is doubtful about the result, in one sentence.
    publish : callable
        Hand out a part of the result, or a first rough one, before the whole is there.
    """

    report: Callable[[float], None] = lambda _share: None
    cancelled: Callable[[], bool] = lambda: False
    warn: Callable[[str], None] = lambda _sentence: None
    publish: Callable[[object], None] = lambda _part: None

    def check(self) -> None:
        """Raise CancelledError if it shall end."""
        if self.cancelled():
            raise CancelledError("This was cancelled; nothing is left behind.")


def heard_by(task: Task) -> Callable[[float], None]:
    """Return what a reader tells its progress to; it ends there when the task is called off."""

    def progress(share: float) -> None:
        task.check()
        task.report(share)

    return progress
