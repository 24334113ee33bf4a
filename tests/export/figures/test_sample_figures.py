"""Figures of samples: of the moment alone, whatever is open in the window, and whether or not it trains."""

from msgspec.structs import replace

from nnviz.experiment.look.samples.agreement import AgreementWish
from nnviz.experiment.look.samples.gallery import GalleryWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.closeup import wishes_of
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.figures.samples import _embedding_of
from nnviz.export.shown import Shown

BLOBS = spec_from_dict(
    {
        "data": {"name": "blobs", "classes": 3, "samples": 40, "test_fraction": 0.25},
        "network": {"layers": [2, 4, 3], "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy"},
    }
)


def test_scores_gallery_and_layers_are_there_of_any_moment() -> None:
    moment = Session(BLOBS).snapshot(AgreementWish(), GalleryWish())
    assert {AgreementWish, GalleryWish} <= {type(wish) for wish in wishes_of(Shown())}
    for name in ("scores", "gallery", "embedding"):
        assert FIGURES[name].missing(moment) == ""
    assert "images" in FIGURES["drawing"].missing(moment)


def test_the_picture_of_the_layers_is_at_rest_also_while_training_runs_and_comes_out_the_same() -> None:
    moment = Session(BLOBS).snapshot()
    still, running = (_embedding_of(replace(moment, running=on)) for on in (False, True))
    assert still.settled
    for one, other in zip(still.layers, running.layers, strict=True):
        assert one.positions.tolist() == other.positions.tolist()
    assert [layer.how for layer in still.layers][1].startswith("t-SNE, perplexity 13.3")


def test_a_handful_of_samples_has_a_picture_too() -> None:
    table = {"data": {"name": "blobs", "classes": 2, "samples": 4}, "network": {"layers": [2, 3, 1]}}
    found = _embedding_of(Session(spec_from_dict(table)).snapshot())
    assert [layer.how[:3] for layer in found.layers] == ["as ", "PCA", "its"]
