"""The next t-SNE of every layer while a network trains, processor time: `python benchmarks/embeddings.py`."""

from __future__ import annotations

import time
from statistics import median

from msgspec.structs import replace

from nnviz.engine.compiling import background
from nnviz.experiment.embedding.embedder import Embedder, EmbeddingOrder
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.embedding import EmbeddingMethod
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec

PICTURES = 15
EXPERIMENTS = ("lab-c-mnist", "lab-e-conv-sgd")


def milliseconds(name: str) -> tuple[float, float]:
    """Return what the first picture of an experiment takes, and what the later ones take, median."""
    session, embedder = Session(load_spec(find(name))), Embedder()
    order = EmbeddingOrder(EmbeddingMethod.TSNE)
    times = []
    for _ in range(PICTURES + 1):
        moment = replace(session.snapshot(), running=True)
        begin = time.process_time()
        embedder.embedding(moment, order)
        times.append(1000 * (time.process_time() - begin))
        session.advance(20)
    return times[0], median(times[1:])


def main() -> None:
    """Print the times."""
    assert background.ensure_compiled(*background.ON_DEMAND), background.hint()
    for name in EXPERIMENTS:
        first, later = milliseconds(name)
        print(f"{name:20} first picture {first:6.0f} ms, each later one {later:6.1f} ms")


if __name__ == "__main__":
    main()
