"""Planes through many inputs: what is where on them, and maps of them."""

import numpy as np
import pytest
from msgspec.structs import replace

from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PointAnswerWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.predictions import PointAnswer
from nnviz.experiment.snapshot.section import CrossSection, plane_of_section, split_on
from nnviz.experiment.spec.reading import spec_from_dict

RNG = np.random.default_rng(4)
X = RNG.normal(size=(40, 5)) * np.array([1.0, 10.0, 0.1, 3.0, 1.0]) + np.arange(5)
X[:, 4] = 2.0 * X[:, 0] + 0.01 * RNG.normal(size=40)
SPEC = spec_from_dict(
    {
        "data": {"name": "points", "x": X.tolist(), "y": [int(row[0] > 0) for row in X], "standardize": True},
        "network": {"layers": [5, 4, 2], "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy"},
    }
)


@pytest.fixture(scope="module")
def session():
    run = Session(SPEC)
    run.advance(300)
    return run


def mapped(session, section, side=7, window=None):
    return session.snapshot(MapsWish(side, side, window, section), unhurried=True).look(Maps)


SECTIONS = [CrossSection(1, 3), CrossSection(3, 0, tuple(X[7].tolist())), CrossSection(principal=True)]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_map_has_the_answers_at_its_points(session, section):
    maps, plane = mapped(session, section), plane_of_section(session.split.train, section)
    assert maps.section == section
    left, right, bottom, top = maps.boundary.extent
    assert ((left, right), (bottom, top)) == plane.domain
    corners = plane.inputs(np.array([[left, bottom], [right, top], [right, bottom]]))
    answers = session.outputs(corners)
    for (row, column), answer in zip(((0, 0), (-1, -1), (0, -1)), answers, strict=True):
        assert maps.boundary.outputs[row, column].tolist() == pytest.approx(answer.tolist(), abs=1e-6)
    assert [len(layer) for layer in maps.responses] == [5, 4, 2]


def test_the_other_inputs_are_at_their_means_or_as_chosen():
    train = Session(SPEC).split.train
    inputs = plane_of_section(train, CrossSection(1, 3)).inputs(np.array([[7.0, -2.0]]))[0]
    assert inputs[[1, 3]].tolist() == [7.0, -2.0]
    assert inputs[[0, 2, 4]].tolist() == pytest.approx(train.X.mean(axis=0)[[0, 2, 4]].tolist())
    at = tuple(X[7].tolist())
    inputs = plane_of_section(train, CrossSection(1, 3, at)).inputs(np.array([[7.0, -2.0]]))[0]
    assert inputs[[0, 2, 4]].tolist() == X[7][[0, 2, 4]].tolist()


def test_components_are_those_of_the_covariance_of_standardized_inputs():
    train = Session(SPEC).split.train
    plane = plane_of_section(train, CrossSection(principal=True))
    Z = (train.X - train.X.mean(axis=0)) / train.X.std(axis=0)
    variances, directions = np.linalg.eigh(np.cov(Z.T, bias=True))
    share = variances[::-1] / variances.sum()
    assert plane.names == (f"component 1 ({100 * share[0]:.0f} %)", f"component 2 ({100 * share[1]:.0f} %)")
    seen = plane.coordinates(train.X)
    assert np.allclose(np.abs(seen), np.abs(Z @ directions[:, [-1, -2]]))
    back = plane.coordinates(plane.inputs(seen))
    assert np.allclose(back, seen)


def test_points_on_the_plane_have_their_own_coordinates_and_classes(session):
    seen = split_on(session.split, CrossSection(1, 3)).train
    assert seen.X.tolist() == session.split.train.X[:, [1, 3]].tolist()
    assert seen.inputs == 2
    assert seen.y is session.split.train.y
    assert split_on(session.split, CrossSection(1, 3)) is split_on(session.split, CrossSection(1, 3))


@pytest.mark.parametrize(
    "section", [CrossSection(0, 5), CrossSection(1, 1), CrossSection(0, 1, (1.0, 2.0)), CrossSection(-1, 7)]
)
def test_a_plane_that_the_data_do_not_have_is_none(session, section):
    assert not section.fits(session.split.train)
    maps = mapped(session, section)
    assert (maps.boundary, maps.responses) == (None, ())


def test_two_inputs_need_no_section():
    flat = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}}))
    with_section = mapped(flat, CrossSection(0, 1))
    assert with_section.section is None
    assert (with_section.boundary.outputs == mapped(flat, None).boundary.outputs).all()


@pytest.mark.parametrize("value", [0.0, 0.1, 1e200])
def test_an_input_that_never_changes_changes_no_component(value):
    """The deviation of equal numbers may be a rounding error, over which they must not be divided."""
    train = Session(SPEC).split.train
    with_it = replace(
        train,
        X=np.column_stack([train.X, np.full(len(train.X), value)]),
        feature_names=(*train.feature_names, "same"),
        domain=(*train.domain, (value, value + 1.0)),
    )
    seen, expected = (plane_of_section(data, CrossSection(principal=True)) for data in (with_it, train))
    np.testing.assert_allclose(seen.coordinates(with_it.X), expected.coordinates(train.X), atol=1e-10)
    assert seen.names == expected.names  # with the same shares of all variance


def test_inputs_that_never_change_and_few_points_have_components():
    few = [[1.0, 2.0, 3.0], [1.0, 2.5, 3.0]]
    train = replace(
        Session(SPEC).split.train, X=np.array(few), feature_names=("a", "b", "c"), domain=((0, 1),) * 3
    )
    plane = plane_of_section(train, CrossSection(principal=True))
    assert np.isfinite(plane.coordinates(train.X)).all()
    assert all(low < high for low, high in plane.domain)


def test_the_answer_at_a_point_is_that_of_the_network(session):
    point = tuple(X[3].tolist())
    answer = session.snapshot(PointAnswerWish(point)).look(PointAnswer)
    assert answer.outputs.tolist() == pytest.approx(session.outputs(X[3:4])[0].tolist(), abs=1e-15)
    assert session.snapshot(PointAnswerWish((1.0, 2.0))).look(PointAnswer) is None
