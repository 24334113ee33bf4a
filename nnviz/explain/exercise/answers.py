"""Reading a student's answers: JSON or CSV, from strangers, so bounded and checked."""

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

from nnviz.experiment.spec.errors import shortened
from nnviz.files import is_folder, opened

MOST_BYTES = 1_000_000
_VALUES = ("given", "answer", "value")


class AnswersError(ValueError):
    """A file of answers that cannot be read, in one sentence."""


def read_answers(path: Path) -> dict[str, float]:
    """Return the answers in a file, from ids of blanks to numbers; empty ones are left out.

    JSON: {"id": number, ...}, or a list of {"id": ..., "given": ...}. CSV: two columns, id and number.

    Raises
    ------
    AnswersError
        With one sentence.
    """
    text = _text(path)
    pairs = _from_json(path, text) if text.lstrip().startswith(("{", "[")) else _from_csv(path, text)
    answers: dict[str, float] = {}
    for name, value in pairs:
        if name in answers:
            raise AnswersError(f'{path}: there are two answers to "{shortened(name)}".')
        number = _number(path, name, value)
        if number is not None:
            answers[name] = number
    return answers


def _text(path: Path) -> str:
    if is_folder(path):
        raise AnswersError(f"{path}: answers are a file, JSON or CSV.")
    content = _content(path)
    if len(content) > MOST_BYTES:
        raise AnswersError(f"{path}: a file of answers is at most {MOST_BYTES // 1_000_000} MB.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise AnswersError(f"{path}: this is no text in UTF-8; answers are JSON or CSV.") from None


def _content(path: Path) -> bytes:
    try:
        with opened(path) as file:
            return file.read(MOST_BYTES + 1)
    except (FileNotFoundError, ValueError):  # a name that no file can have is a ValueError
        raise AnswersError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise AnswersError(f"{path}: it cannot be read: {(error.strerror or str(error)).lower()}.") from None


def _from_json(path: Path, text: str) -> list[tuple[str, Any]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise AnswersError(f"{path}: the JSON cannot be read{where}.") from None
    if isinstance(found, dict):
        found = found.get("answers", found)
    if isinstance(found, dict):
        return list(found.items())
    if isinstance(found, list) and all(isinstance(entry, dict) and "id" in entry for entry in found):
        return [
            (str(entry["id"]), next((entry[key] for key in _VALUES if key in entry), None)) for entry in found
        ]
    raise AnswersError(f'{path}: answers are {{"id": number, ...}} or a list of {{"id", "given"}}.')


def _from_csv(path: Path, text: str) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    separator = ";" if text.partition("\n")[0].count(";") else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise AnswersError(f"{path}: the CSV cannot be read ({error}).") from None
    for line, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (line == 1 and cells[0].lower() in ("id", "blank")):
            continue
        # An id such as w(1)2,11 holds a comma, so the number is what comes last.
        if len(cells) < 2:
            raise AnswersError(
                f'{path}, line {line}: "{shortened(cells[0])}" has no number: write id{separator}number.'
            )
        pairs.append((separator.join(cells[:-1]), cells[-1]))
    return pairs


def _number(path: Path, name: str, value: Any) -> float | None:
    """Return an answer as a number; None where it was left empty."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = _typed(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        raise AnswersError(f'{path}: the answer to "{shortened(name)}" must be a finite number.')
    return float(value)


def _typed(value: str) -> float | None:
    """Return a number as people type it, with a comma or a minus sign of typography too."""
    try:
        return float(value.strip().replace("\N{MINUS SIGN}", "-").replace(",", "."))
    except ValueError:
        return None


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False
