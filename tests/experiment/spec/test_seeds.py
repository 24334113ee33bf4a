import numpy as np

from nnviz.experiment.spec.seeds import data_seed, initial_weights_generator


def test_streams_repeat_and_differ_from_each_other():
    def data(seed):
        return np.random.default_rng(data_seed(seed)).random(4).tolist()

    def weights(seed):
        return initial_weights_generator(seed).random(4).tolist()

    draws = [data(0), data(1), weights(0), weights(1)]
    assert draws == [data(0), data(1), weights(0), weights(1)]
    assert len({tuple(draw) for draw in draws}) == 4
