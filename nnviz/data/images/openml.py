"""MNIST and Fashion-MNIST from OpenML, where there is a network: every byte checked, and no size believed.

A data set is a text file (ARFF) with a line an image: 784 pixels of 0 to 255 and the class, those of the
training first. Its address and checksum (MD5) come from OpenML's description of it.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnviz.data.images.digits_files import Images
from nnviz.data.images.download import Download, NoAnswerError
from nnviz.files import written_whole

SERVER = "https://api.openml.org"
NAMES = {"mnist": 554, "fashion-mnist": 40996}
"""The data sets by name, and their numbers at OpenML."""
SIDE, CLASSES = 28, 10
TEST_SHARE = 7
"""One of so many images, the last ones, is of the test: 10,000 of 70,000."""
MOST_BYTES, MOST_DESCRIPTION = 400_000_000, 1_000_000
MOST_IMAGES = 100_000
LINES = 100
"""Lines that are taken at once: a window beside this waits for the interpreter no longer."""
_ELSEWHERE = "MNIST's files from anywhere else do as well: data.path names them, or their folder."

Progress = Callable[[float], None]


class DownloadError(Exception):
    """Why nothing was fetched, in one sentence."""


def fetch_into(path: Path, name: str, progress: Progress, *, replace: bool = False) -> Images:
    """Fetch a data set and write it to a file like Keras's mnist.npz; nothing is left of what failed.

    Raises
    ------
    DownloadError
        As `fetched`.
    WriteError
        If the file cannot be written, or is there and not to be replaced.
    """
    with written_whole(path, replace=replace) as unfinished:
        images = fetched(name, progress)
        np.savez_compressed(
            unfinished,
            x_train=images.x_train,
            y_train=images.y_train,
            x_test=images.x_test,
            y_test=images.y_test,
        )
    return images


def fetched(name: str, progress: Progress, server: str = SERVER) -> Images:
    """Return a data set by its name.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    progress : callable
        Told the share that is there; what it raises ends the download.
    server : str
        Address of OpenML.

    Raises
    ------
    DownloadError
        If OpenML cannot be reached, or what came is not what was promised.
    """
    description = _description(f"{server}/api/v1/json/data/{NAMES[name]}", progress)
    address, promised = str(description.get("url", "")), str(description.get("md5_checksum", ""))
    if not address.startswith(("https://", f"{server}/")) or not promised:
        raise DownloadError(f"OpenML's description of {name} has no address that can be used. {_ELSEWHERE}")
    content = b"".join(_chunks(address, MOST_BYTES, lambda share: progress(0.8 * share)))
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != promised:
        raise DownloadError(f"What came is not what OpenML promised (MD5 {promised}): try again.")
    return _images(content, lambda share: progress(0.8 + 0.2 * share))


def _description(address: str, progress: Progress) -> dict[str, Any]:
    content = b"".join(_chunks(address, MOST_DESCRIPTION, lambda _share: progress(0.0)))
    try:
        described = json.loads(content)["data_set_description"]
    except (ValueError, KeyError, TypeError, RecursionError):
        described = None
    if not isinstance(described, dict):
        raise DownloadError(f"OpenML did not answer as it should. {_ELSEWHERE}")
    return described


def _chunks(address: str, most: int, progress: Progress) -> Iterator[bytes]:
    """Yield what is at an address, never more than is allowed."""
    there, download = 0, Download(address)
    try:
        for chunk in download:
            there += len(chunk)
            if there > most:
                raise DownloadError(f"There is more than {most // 1_000_000} MB at {address}.")
            yield chunk
            progress(min(there / download.promised, 1.0) if download.promised else 0.0)
    except NoAnswerError as error:
        raise DownloadError(f"OpenML cannot be reached ({error}): is there a network? {_ELSEWHERE}") from None
    if download.promised and there != download.promised:
        raise DownloadError(f"Only {there:,} of {download.promised:,} bytes came: try again.")


def _images(content: bytes, progress: Progress) -> Images:
    """Return the images of an ARFF file."""
    start = content[:MOST_DESCRIPTION].lower().find(b"\n@data")
    lines: list[bytes] = []
    if start >= 0:
        rest = io.BytesIO(content)
        rest.seek(content.find(b"\n", start + 1) + 1)
        lines = [line for line in rest if line.strip() and not line.startswith(b"%")]
    if not 0 < len(lines) <= MOST_IMAGES:
        raise DownloadError(f"What came holds {len(lines):,} images.")
    tables = []
    for first in range(0, len(lines), LINES):
        tables.append(_table(lines[first : first + LINES]))
        progress((first + LINES) / len(lines))
    table = np.concatenate(tables)
    test = len(table) // TEST_SHARE
    pixels, labels = table[:, :-1].reshape(-1, SIDE, SIDE), table[:, -1]
    return Images(*_parts(pixels, labels, len(table) - test))


def _parts(
    pixels: NDArray[np.uint8], labels: NDArray[np.uint8], train: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    return pixels[:train], labels[:train], pixels[train:], labels[train:]


def _table(lines: list[bytes]) -> NDArray[np.uint8]:
    """Return some lines as numbers: pixels, and the class last."""
    try:
        numbers = np.loadtxt([line.replace(b"'", b"") for line in lines], delimiter=",", ndmin=2)
    except ValueError:
        raise DownloadError("What came is no table of numbers.") from None
    if numbers.shape[1] != SIDE * SIDE + 1:
        raise DownloadError(f"What came has {numbers.shape[1]:,} columns in place of {SIDE * SIDE + 1}.")
    whole = numbers.astype(np.uint8)
    if not np.array_equal(whole, numbers) or whole[:, -1].max() >= CLASSES:
        raise DownloadError("What came has pixels or classes that cannot be.")
    return whole
