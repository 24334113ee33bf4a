"""Write resources/data/mnist.npz from MNIST's own IDX files: python scripts/make_mnist_subset.py FOLDER."""

import sys
from pathlib import Path

import numpy as np

from nnviz.data.images.digits_files import images_at

FILE = Path(__file__).resolve().parent.parent / "resources" / "data" / "mnist.npz"


def main(folder: str) -> None:
    """Take the first 500 training images of each digit, and 100 test images of each, evenly spaced."""
    full = images_at(folder)
    first = np.concatenate([np.flatnonzero(full.y_train == k)[:500] for k in range(10)])
    spaced = np.concatenate([_spaced(np.flatnonzero(full.y_test == k), 100) for k in range(10)])
    train, test = np.sort(first), np.sort(spaced)
    np.savez_compressed(
        FILE,
        x_train=full.x_train[train],
        y_train=full.y_train[train],
        x_test=full.x_test[test],
        y_test=full.y_test[test],
    )


def _spaced(places: np.ndarray, count: int) -> np.ndarray:
    return places[np.linspace(0, len(places) - 1, count).round().astype(int)]


if __name__ == "__main__":
    main(sys.argv[1])
