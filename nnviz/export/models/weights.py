"""The weights as NPZ, NumPy's own format: with the experiment, so that a file explains itself.

`nnviz.experiment.spec.weights_file` reads it back.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz.experiment.spec.weights_file import SUFFIX
from nnviz.export.exporter import Exporter
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run


def write_weights(run: Run, path: Path, _options: ExportOptions) -> None:
    """Write W1, b1, W2, b2, ... (a b for layers with biases) and the experiment as text.

    W1 has the shape (inputs, units): z1 = x @ W1 + b1; of a convolution (height, width, channels, maps).
    Layers without parameters are left out; the W of a batch normalisation has gamma and the running mean
    and variance as rows.
    """
    snapshot = run.snapshot
    arrays: dict[str, NDArray[np.generic]] = {"experiment": np.array(snapshot.spec.to_toml())}
    layers = snapshot.spec.network.built.layers[1:]
    for number, (layer, w, b) in enumerate(
        zip(layers, snapshot.weights, snapshot.biases, strict=True), start=1
    ):
        if layer.has_parameters:
            arrays[f"W{number}"] = w
            if layer.bias:
                arrays[f"b{number}"] = b
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


WEIGHTS = Exporter("weights", (SUFFIX,), "Weights for NumPy", write_weights)
