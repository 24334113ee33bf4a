"""Downloads from a server on this machine that is silent, or stops in the middle."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from nnviz.data.images import openml
from nnviz.data.images.download import Download, NoAnswerError
from nnviz.tasks.task import CancelledError, Task, heard_by


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Take calls and say nothing."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def address(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}"


def test_waiting_for_a_server_that_is_silent_can_be_called_off(silent: socket.socket) -> None:
    asked: list[float] = []
    task = Task(asked.append, lambda: len(asked) == 3)
    with pytest.raises(CancelledError):  # not that there is no answer, after a while
        openml.fetched("mnist", heard_by(task), address(silent))
    assert asked == [0.0, 0.0, 0.0]


def test_what_came_before_the_silence_is_kept_and_the_rest_can_be_called_off(silent: socket.socket) -> None:
    download = Download(address(silent))
    pieces = iter(download)
    assert next(pieces) == b""
    caller, _ = silent.accept()
    with caller:
        caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 10\r\n\r\nhalf!")
        caller.shutdown(socket.SHUT_WR)
        assert b"".join(pieces) == b"half!"
    assert download.promised == 10


def test_nobody_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        where = address(gone)
    with pytest.raises(NoAnswerError, match="refused"):
        list(Download(where))


@pytest.mark.parametrize("answer", [b"nonsense\r\n\r\n", b"HTTP/1.0 200 OK\r\nContent-Length: many\r\n\r\n"])
def test_whatever_is_answered_is_one_kind_of_error(silent: socket.socket, answer: bytes) -> None:
    pieces = iter(Download(address(silent)))
    next(pieces)
    caller, _ = silent.accept()
    with caller, suppress(ConnectionError):
        caller.sendall(answer)
        caller.shutdown(socket.SHUT_WR)
        with pytest.raises(NoAnswerError):
            list(pieces)
