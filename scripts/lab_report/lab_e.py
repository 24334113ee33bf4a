"""Lab E: softmax, regularisation, depth and real data."""

import numpy as np

from lab_report.records import Group, Lab, Row
from lab_report.runs import Run, straight_share

REPORTED = {
    "sigmoid": ("97.37", "98.25", "97.37"),
    "tanh": ("98.25", "98.25", "98.25"),
    "relu": ("95.61", "96.49", "96.49"),
}
WORDS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}


def straight(runs: list[Run]) -> str:
    """Say on what share of the plane the network is exactly linear."""
    return f"straight on {100 * np.median([straight_share(run) for run in runs]):.0f} % of the plane"


def breast_cancer(activation: str) -> Group:
    """Return the three widths of one activation."""
    rows = (
        Row(
            f"lab-e-breast-cancer-{activation}-{hidden}",
            f"{hidden} units",
            f"test {reported} %",
            seeds=5,
            other_data=True,
        )
        for hidden, reported in zip((10, 30, 50), REPORTED[activation], strict=True)
    )
    see = {
        "sigmoid": "The training loss goes on falling while the test accuracy has long stopped rising.",
        "tanh": "All training points are soon right; the test points do not gain by it.",
        "relu": "Reported as a little worse than the others; over several divisions it is not. Here the "
        "gradient is the mean over the batch, with sigmoid and tanh the sum: more than the activation "
        "differs.",
    }
    return Group(
        f"lab-e-breast-cancer-{activation}",
        f"Breast cancer, {WORDS[activation]}",
        tuple(rows),
        see[activation] + " One tumour of the 114 in the test set is 0.9 %, and every run here has another "
        "division: the differences in the report are smaller than that of two divisions.",
        charts=("loss", "test accuracy"),
        boundaries=False,
    )


LAB = Lab(
    "Lab E: softmax and depth",
    "Two softmax outputs with cross-entropy and an L2 penalty, gradient summed over the points of two moons; "
    "then more layers, and real data. The loss is given without the penalty.",
    (
        Group(
            "lab-e-moons",
            "Three hidden units: smooth or straight",
            (
                Row("lab-e-moons-sigmoid", "sigmoid", "0.0782, smooth", remark=straight),
                Row("lab-e-moons-tanh", "tanh", "0.0708, smooth", remark=straight),
                Row("lab-e-moons-relu", "ReLU", "the same order, straight pieces", remark=straight),
            ),
            "Sigmoid and tanh bend the boundary everywhere; with ReLU it is made of straight pieces, one "
            "corner for each unit. About half of the seeds with ReLU use fewer than three units and end "
            "near 0.3.",
        ),
        Group(
            "lab-e-units",
            "More hidden units",
            (
                Row("lab-e-moons-tanh-hidden-5", "5 tanh units", "lower loss, livelier"),
                Row("lab-e-moons-tanh-hidden-20", "20 tanh units", "lower loss, livelier"),
                Row("lab-e-moons-tanh-hidden-50", "50 tanh units", "lower loss, livelier", 5),
            ),
            "The loss falls with every step and the boundary begins to go around single points. A low loss "
            "on the training points is not the aim.",
        ),
        Group(
            "lab-e-depth",
            "One hidden layer or two",
            tuple(
                Row(
                    f"lab-e-depth-{depth}-{activation}",
                    f"2-{'3-' * depth}2, {WORDS[activation]}",
                    "-",
                    remark=straight,
                )
                for activation in WORDS
                for depth in (1, 2)
            ),
            "The second layer bends what the first has bent: a lower loss for each of the three activations. "
            "The pieces of ReLU stay straight but there are more of them.",
        ),
        Group(
            "lab-e-wide-depth",
            "Two hidden layers, wider",
            (
                Row("lab-e-depth-2-tanh", "2-3-3-2", "-"),
                Row("lab-e-depth-2-tanh-hidden-5", "2-5-5-2", "-"),
                Row("lab-e-depth-2-tanh-hidden-10", "2-10-10-2", "-"),
                Row("lab-e-depth-2-tanh-hidden-20", "2-20-20-2", "-", 5),
            ),
            "From 2-10-10-2 on every point is right and the boundary goes around the noise.",
        ),
        *(breast_cancer(activation) for activation in WORDS),
    ),
    "The report's last part, a convolutional network for MNIST (5000 images to learn from, 1000 of "
    "MNIST's own test images): `nnviz train lab-e-conv-adam-0.005` reaches 96.7 and 97.6 % of the test "
    "images after 12 epochs (two seeds), `nnviz train lab-e-conv-adam-0.01` 96.3 and 97.4 % (reported: "
    "0.01 does not learn well, 0.005 clearly better; that is not reproduced), `nnviz train lab-e-conv- "
    "sgd`, gradient descent with L2, Glorot weights and a falling rate, 92.9 and 93.7 % after 12 and 96.1 "
    "% after 50 epochs (reported as the most robust).",
)
