"""How much may be in memory at once: of a batch, and of moments that are measured together."""

import numpy as np

from nnviz.engine.kernels.layout import layout_of
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.run import tag_for
from nnviz.experiment.spec.errors import refused

MOST_BATCH_BYTES = 2_000_000_000
"""What the samples of a batch may take, with all that is computed of them."""
MOST_KEPT = 2**19
"""Numbers that measuring several moments together may take: four megabytes."""


def require_room(network: Network, training: Training, samples: int) -> None:
    """Refuse a batch that would not fit into memory."""
    tag = tag_for(network, training, samples)
    size = training.samples_per_update(samples)
    layout = layout_of(network, tag)
    numbers = (layout.block * -(-size // tag.lanes) + layout.scratch) * tag.lanes
    if numbers * np.dtype(tag.dtype).itemsize > MOST_BATCH_BYTES:
        room = f"{numbers * np.dtype(tag.dtype).itemsize / 1e9:.1f} GB"
        needed = f"a batch of {size:,} samples of this network takes {room}; choose a smaller one."
        raise refused("training.batch_size", training.batch_size, needed)
