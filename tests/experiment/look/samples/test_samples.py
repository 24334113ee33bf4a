"""What is seen of samples: their agreement with the truth, and galleries of some kind."""

import numpy as np
import pytest

from nnviz.engine.classes import predicted_classes
from nnviz.engine.evaluate import forward
from nnviz.experiment.look.samples.agreement import AgreementWish
from nnviz.experiment.look.samples.gallery import GalleryWish
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import wishes_on_paper
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.agreement import Agreements, ClassAgreement, NumberAgreement
from nnviz.experiment.snapshot.gallery import Gallery, GalleryChoice, Order, Rightness
from nnviz.experiment.spec.reading import spec_from_dict


def session(epochs=3, **data):
    table = {
        "data": {"name": "blobs", "samples": 60, "validation_fraction": 0.2, "test_fraction": 0.25} | data,
        "network": {"layers": [2, 5, 3], "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy", "learning_rate": 0.1},
    }
    run = Session(spec_from_dict(table))
    run.advance(epochs * 4)
    return run


def answers(run):
    return {
        name: predicted_classes(run.outputs(getattr(run.split, name).X))
        for name in ("train", "validation", "test")
    }


def test_agreement_is_that_of_the_moment_on_each_part_of_the_data():
    run = session(classes=3)
    found = run.snapshot(AgreementWish()).look(Agreements)
    for name, said in answers(run).items():
        table = found.parts[name]
        assert isinstance(table, ClassAgreement)
        truth = getattr(run.split, name).y
        assert table.micro.f1 == pytest.approx((said == truth).mean())
        assert table.counts.sum() == len(truth)


def test_paper_and_screen_agree():
    run = session(classes=3)
    moment = run.snapshot(AgreementWish(), GalleryWish(GalleryChoice(count=7)))
    spec = run.spec
    still = Still(
        spec.network.built, spec.training.loss, list(moment.weights), list(moment.biases), run.prepared
    )
    closely = AgreementWish().closely(still)
    for name, table in moment.look(Agreements).parts.items():
        assert table.counts.tolist() == closely.parts[name].counts.tolist()
    assert GalleryWish(GalleryChoice(count=7)).closely(still) == moment.look(Gallery)
    assert {AgreementWish, GalleryWish} <= {type(wish) for wish in wishes_on_paper()}


def test_the_hardest_samples_come_first_and_losses_are_theirs():
    run = session(classes=3)
    gallery = run.snapshot(GalleryWish(GalleryChoice(count=1000))).look(Gallery)
    assert gallery.matching == len(gallery.samples) == 60
    losses = [sample.loss for sample in gallery.samples]
    assert losses == sorted(losses, reverse=True)
    for sample in gallery.samples[:5]:
        part = getattr(run.split, sample.part)
        weights, biases = run.parameters()
        outputs = forward(run.spec.network.built, weights, biases, part.X[[sample.index]])[-1][0]
        assert sample.outputs == pytest.approx(outputs.tolist())
        assert sample.loss == pytest.approx(-np.log(outputs[part.y[sample.index]]))


@pytest.mark.parametrize("rightness", list(Rightness))
def test_samples_are_of_the_kind_that_is_asked_for(rightness):
    run = session(epochs=1, classes=3)
    wish = GalleryWish(
        GalleryChoice(
            count=1000, part="train", truth=1, answer=1, rightness=rightness, order=Order.AS_THEY_ARE
        )
    )
    found = run.snapshot(wish).look(Gallery)
    said = answers(run)["train"]
    rows = np.flatnonzero((run.split.train.y == 1) & (said == 1))
    expected = [] if rightness is Rightness.WRONG else rows.tolist()
    assert [sample.index for sample in found.samples] == expected
    assert {sample.part for sample in found.samples} <= {"train"}
    wrong = run.snapshot(GalleryWish(GalleryChoice(count=1000, rightness=Rightness.WRONG))).look(Gallery)
    assert wrong.matching == sum(
        int((said != getattr(run.split, name).y).sum()) for name, said in answers(run).items()
    )


def test_only_what_is_seen_is_handed_out_and_never_beyond_the_last():
    run = session(classes=3)
    page = run.snapshot(GalleryWish(GalleryChoice(first=55, count=10))).look(Gallery)
    assert len(page.samples) == 5
    beyond = run.snapshot(GalleryWish(GalleryChoice(first=1000, count=10))).look(Gallery)
    assert len(beyond.samples) == 1
    assert beyond.choice.first == 59
    nothing = run.snapshot(GalleryWish(GalleryChoice(count=10, part="no such part"))).look(Gallery)
    assert (nothing.samples, nothing.matching) == ((), 0)


def test_real_targets_have_scores_and_a_gallery_too():
    table = {
        "data": {"name": "plane", "samples": 40, "test_fraction": 0.25},
        "network": {"layers": [2, 3, 1], "activation": ["tanh", "identity"]},
        "training": {"loss": "half_squared_error"},
    }
    run = Session(spec_from_dict(table))
    moment = run.snapshot(
        AgreementWish(), GalleryWish(GalleryChoice(count=3, truth=1, rightness=Rightness.WRONG))
    )
    assert isinstance(moment.look(Agreements).parts["test"], NumberAgreement)
    gallery = moment.look(Gallery)
    assert gallery.matching == 40  # kinds of answers mean nothing there
    assert gallery.samples[0].answer == -1
