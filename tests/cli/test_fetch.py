"""Fetching MNIST from OpenML, played by a server of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from openml_server import OpenML, arff, serving

from nnviz.cli.main import main
from nnviz.data.images import openml
from nnviz.data.images.digits_files import images_at
from nnviz.data.images.openml import DownloadError, fetched


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenML]:
    with serving(monkeypatch) as made:
        yield made


def test_what_is_fetched_is_a_file_that_the_app_learns_from(
    server: OpenML, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mnist.npz"
    assert main(["fetch", "mnist", "-o", str(path)]) == 0
    assert f"data.path={path}" in capsys.readouterr().out
    images = images_at(str(path))
    assert (images.x_train.shape, images.x_test.shape) == ((18, 28, 28), (3, 28, 28))
    rows = np.loadtxt(server.content.splitlines()[5:], delimiter=",")
    np.testing.assert_array_equal(images.x_train[4].ravel(), rows[4, :-1])
    np.testing.assert_array_equal(images.y_test, rows[18:, -1])
    assert main(["fetch", "mnist", "-o", str(path)]) != 0  # it is there already
    assert main(["fetch", "mnist", "-o", str(path), "--force"]) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"checksum": "0" * 32}, "not what OpenML promised"),
        ({"description": b"<html>"}, "did not answer as it should"),
        ({"description": b"[" * 100_000}, "did not answer as it should"),
        ({"description": b'{"data_set_description": {"url": "file:///etc/passwd"}}'}, "no address"),
        ({"description": b"missing"}, "cannot be reached"),
        ({"content": b"@RELATION x\n@DATA\n"}, "0 images"),
        ({"content": b"no data at all"}, "0 images"),
        ({"content": b"\n@DATA\n1,2,3\n"}, "3 columns"),
        ({"content": b"\n@DATA\na,b,c\n"}, "no table of numbers"),
        ({"content": arff(last="\n" + ",".join(["256"] * 785))}, "cannot be"),
        ({"content": arff(last="\n" + ",".join(["0.5"] * 784) + ",3")}, "cannot be"),
        ({"promise_more": 10}, "bytes"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_left(
    server: OpenML, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], words: str
) -> None:
    for name, value in change.items():
        setattr(server, name, value)
    assert main(["fetch", "mnist", "-o", str(tmp_path / "mnist.npz")]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DownloadError, match=r"cannot be reached .*data\.path"):
        fetched("mnist", lambda _share: None, "http://127.0.0.1:9")
    monkeypatch.setattr(openml, "MOST_DESCRIPTION", 1)
    with pytest.raises(DownloadError, match="cannot be reached"):
        fetched("mnist", lambda _share: None, "http://127.0.0.1:9")


def test_it_can_be_called_off(server: OpenML) -> None:
    class CalledOffError(Exception):
        pass

    def stop(_share: float) -> None:
        raise CalledOffError

    with pytest.raises(CalledOffError):
        fetched("mnist", stop)


def test_too_much_is_not_taken(server: OpenML, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openml, "MOST_BYTES", 1000)
    with pytest.raises(DownloadError, match="more than"):
        fetched("mnist", lambda _share: None)
