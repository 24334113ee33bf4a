import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nnviz.ui.failures import LOGGER, first_line, report_failures, start_log


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    hook, handlers = sys.excepthook, list(LOGGER.handlers)
    yield
    sys.excepthook = hook
    for handler in set(LOGGER.handlers) - set(handlers):
        LOGGER.removeHandler(handler)
        handler.close()


def fail(error: Exception) -> None:
    """Do what Python does with an error that nobody catches."""
    try:
        raise error
    except Exception:
        sys.excepthook(*sys.exc_info())


def test_an_unexpected_error_is_told_in_one_sentence_and_logged(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    path = tmp_path / "logs" / "nnviz.log"
    start_log(path)
    report_failures(lambda sentence, trace: told.append((sentence, trace)), path)
    fail(ValueError("the reason\nand more"))
    ((sentence, trace),) = told
    assert "the reason" in sentence
    assert "\n" not in sentence
    assert trace.startswith("Traceback")
    assert "Traceback" in path.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    start_log(tmp_path / "file" / "nnviz.log")
    assert isinstance(LOGGER.handlers[-1], logging.StreamHandler)


def test_nobody_is_sent_to_a_log_that_cannot_be_written(tmp_path: Path, capfd) -> None:
    told: list[str] = []
    path = tmp_path / "logs" / "nnviz.log"
    start_log(path)
    path.parent.rmdir()
    path.parent.touch()
    report_failures(lambda sentence, _trace: told.append(sentence), path)
    fail(ValueError("the reason"))
    assert told == ["Something went wrong (ValueError: the reason). The report has the details."]
    assert capfd.readouterr().err == ""


def test_messages_are_short() -> None:
    assert first_line(ValueError("")) == "no message"
    assert len(first_line(ValueError("x" * 10_000))) < 200


def test_the_log_is_turned_over_and_keeps_its_size(tmp_path: Path) -> None:
    path = tmp_path / "nnviz.log"
    start_log(path)
    for _ in range(2500):
        LOGGER.error("x" * 1000)
    kept = sorted(path.parent.glob("nnviz.log*"))
    assert [file.name for file in kept] == ["nnviz.log", "nnviz.log.1"]
    assert all(500 < file.stat().st_size <= 1_000_000 for file in kept)


def test_one_endless_error_makes_no_endless_log(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "nnviz.log"
    start_log(path)
    report_failures(lambda _sentence, trace: told.append(trace), path)
    fail(ValueError("the beginning" + "x" * 5_000_000 + "the end"))
    for text in (path.read_text(encoding="utf-8"), *told):
        assert len(text) < 110_000
        assert "ValueError: the beginning" in text
        assert "letters left out" in text
        assert text.rstrip().endswith("the end")


def test_letters_that_no_file_can_hold_are_logged_all_the_same(tmp_path: Path) -> None:
    start_log(tmp_path / "nnviz.log")
    # to the file alone: pytest could not report what it would have captured
    LOGGER.handlers[-1].handle(logging.makeLogRecord({"msg": "a \udcff b", "levelno": logging.ERROR}))
    assert "a \\udcff b" in (tmp_path / "nnviz.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_is_no_log(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "nnviz.log"
    if kind == "pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("a system without named pipes")
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    start_log(path)
    assert type(LOGGER.handlers[-1]) is logging.StreamHandler
