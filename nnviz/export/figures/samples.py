"""Figures of samples: scores, the gallery, a drawing and its answers, and how each layer sees them."""

from functools import lru_cache

from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.embedding.embedder import COUNT, PERPLEXITY, Embedder, EmbeddingOrder
from nnviz.experiment.embedding.samples import chosen_samples
from nnviz.experiment.embedding.tsne import NEIGHBOURS, why_not
from nnviz.experiment.snapshot.agreement import Agreements
from nnviz.experiment.snapshot.drawing import DrawingAnswers
from nnviz.experiment.snapshot.embedding import Embedding, EmbeddingError, EmbeddingMethod
from nnviz.experiment.snapshot.gallery import Gallery
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.export.errors import ExportError
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.images.drawing import NO_IMAGES, paint_drawing
from nnviz.paint.images.embedding import paint_embedding
from nnviz.paint.images.gallery import paint_gallery
from nnviz.paint.images.scores import paint_scores


def _paint_scores(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, shown: Shown
) -> None:
    paint_scores(painter, rect, snapshot, style, shown.scores)


def _no_scores(snapshot: NetworkInstant) -> str:
    return "" if snapshot.look(Agreements) is not None else "The answers are not known here."


def _paint_gallery(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, _shown: Shown
) -> None:
    paint_gallery(painter, rect, snapshot, style)


def _no_gallery(snapshot: NetworkInstant) -> str:
    return "" if snapshot.look(Gallery) is not None else "The answers are not known here."


def _paint_drawing(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, _shown: Shown
) -> None:
    paint_drawing(painter, rect, snapshot, style)


def _no_drawing(snapshot: NetworkInstant) -> str:
    if snapshot.split.train.image is None:
        return NO_IMAGES
    drawn = snapshot.look(DrawingAnswers) is not None
    return "" if drawn else "Nothing is drawn: draw on the pad in the window (Ctrl+K)."


def _paint_embedding(
    painter: QPainter, rect: QRectF, snapshot: NetworkInstant, style: Style, shown: Shown
) -> None:
    shown = shown.of_moment(snapshot)
    embedding = shown.embedding or _embedding_of(snapshot)
    paint_embedding(painter, rect, embedding, snapshot.split, style, shown.layers)


@lru_cache(maxsize=2)  # one page is painted several times
def _embedding_of(snapshot: NetworkInstant) -> Embedding:
    """Return the picture of the layers that follows from this moment alone: t-SNE, at rest.

    Of few samples, which have no neighbours to speak of, it is PCA.
    """
    embedder, samples = Embedder(), len(chosen_samples(snapshot.split, COUNT))
    perplexity = min(PERPLEXITY, samples / NEIGHBOURS)
    few = bool(why_not(samples, perplexity))
    order = EmbeddingOrder(EmbeddingMethod.PCA if few else EmbeddingMethod.TSNE, perplexity)
    at_rest = replace(snapshot, running=False)
    try:
        made = embedder.embedding(at_rest, order)
        while made is not None and not made.settled:
            made = embedder.embedding(at_rest, order)
    except EmbeddingError as error:
        raise ExportError(str(error)) from None
    assert made is not None
    return made


SAMPLE_FIGURES = (
    Figure(
        "scores",
        "Confusion, precision and recall",
        in_proportion(0.9),
        _paint_scores,
        _no_scores,
        grows=False,
    ),
    Figure("gallery", "Gallery of samples", in_proportion(0.66), _paint_gallery, _no_gallery),
    Figure("drawing", "Answers to the drawing", in_proportion(0.8), _paint_drawing, _no_drawing),
    Figure("embedding", "What each layer sees", in_proportion(0.5), _paint_embedding),
)
