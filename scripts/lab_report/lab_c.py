"""Lab C: circles."""

from lab_report.records import Group, Lab, Row, count
from lab_report.runs import Run

ENCLOSED = count(lambda run: run.test_accuracy >= 0.98, "enclose the ring")


def gained(run: Run) -> float:
    """Return what the accuracy rose by between epoch 2000 and the end."""
    return run.accuracy - run.at[2000].train.accuracy


def gain(runs: list[Run]) -> str:
    """Say what further epochs are worth."""
    gains = [100.0 * gained(run) for run in runs]
    return f"{min(gains):+.2g} to {max(gains):+.2g} % against 2000"


LAB = Lab(
    "Lab C: circles",
    "First a derivation through a computational graph; then a ring around a ring, learned by 2-2-1 sigmoids "
    "with log loss, where one thing is varied at a time. One fifth of the points is kept for testing.",
    (
        Group(
            "lab-c-derivation",
            "The derivation",
            (),
            "With z = w₁x, h = σ(z), y = x + w₂h, the loss S = ½(y - s)², the regulariser R = r h and "
            "E = S + R, the report finds ∂E/∂x = (y - s) + (y - s) w₂ σ'(z) w₁ + r σ'(z) w₁, one term for "
            "each path from E to x. In the window (Ctrl+G) the graph, in numbers and in vectors, is walked "
            "through: every local derivative, each path lit in turn with its product, then the sum; every "
            "input can be changed.",
            graph="1-residual-scalar",
        ),
        Group(
            "lab-c-units",
            "Hidden units",
            (
                Row("lab-c-circles", "lab-c-units", "2 units", "not 100 %"),
                Row("lab-c-circles-hidden-3", "lab-c-units", "3 units", "jumps", remark=ENCLOSED),
                Row(
                    "lab-c-circles-hidden-5",
                    "lab-c-units",
                    "5 units",
                    "100 % within a few epochs",
                    remark=ENCLOSED,
                ),
                Row("lab-c-circles-hidden-5-tanh", "lab-c-units", "5 units, tanh", "100 %", remark=ENCLOSED),
                Row("lab-c-circles-hidden-5-relu", "lab-c-units", "5 units, ReLU", "100 %", remark=ENCLOSED),
            ),
            "Two lines cannot enclose a disc, three make a triangle around it, five a rounder shape. This is "
            "capacity: no learning rate and no patience makes up for the third unit. With the sigmoid, five "
            'units need more than the reported "few epochs"; with tanh and ReLU they do not.',
        ),
        Group(
            "lab-c-epochs",
            "Two units: epochs",
            (
                Row(
                    "lab-c-circles-epochs-5000",
                    "lab-c-epochs",
                    "5000 epochs",
                    "+ 1 % against 2000",
                    remark=gain,
                    claim=lambda run: 0.0075 <= gained(run) <= 0.0125,
                    epochs=(2000, 5000),
                ),
                Row("lab-c-circles-epochs-20000", "lab-c-epochs", "20,000 epochs", "no more"),
            ),
            "Patience lowers the loss by less and less, and soon wins no more points: two units end near "
            "85 %.",
        ),
        Group(
            "lab-c-two-units",
            "Two units: learning rate, activation",
            (
                Row("lab-c-circles-learning-rate-5", "lab-c-learning-rates", "learning rate × 10", "better"),
                Row(
                    "lab-c-circles-learning-rate-0.00001",
                    "lab-c-learning-rates",
                    "learning rate 0.00001",
                    "stuck",
                ),
                Row("lab-c-circles-tanh", "lab-c-activations", "tanh", "sharp fall"),
                Row(
                    "lab-c-circles-relu",
                    "lab-c-activations",
                    "ReLU",
                    "noisy, units die",
                    remark=count(lambda run: run.accuracy < 0.75, "lost a unit"),
                ),
                Row(
                    "lab-c-circles-relu-learning-rate-2",
                    "lab-c-activations",
                    "ReLU, learning rate 2",
                    "noisy",
                ),
            ),
            "Whatever is tried, two units end near 85 % or below. Ten times the learning rate gets there in "
            "a tenth of the epochs. With ReLU the outcome depends on the seed: a unit that answers 0 to "
            "every point never comes back. The noise shows at a learning rate of 2, where sigmoid and tanh "
            "still go down in every update: a step that carries a corner of the boundary across some points "
            "changes the gradient all at once.",
        ),
        Group(
            "lab-c-harder",
            "The harder circles",
            (
                Row("lab-c-harder-circles-hidden-2", "lab-c-harder", "2 units", "fails"),
                Row("lab-c-harder-circles-hidden-3", "lab-c-harder", "3 units", "-"),
                Row("lab-c-harder-circles-hidden-5", "lab-c-harder", "5 units", "96 %"),
            ),
            "The rings overlap, so the network that reached 100 % cannot do so here, on training as on test "
            "points: no lack of capacity but noise in the data. The best possible is about 97 %.",
        ),
        Group(
            "lab-c-mnist",
            "MNIST",
            (
                Row(
                    "lab-c-mnist",
                    "lab-c-mnist-training",
                    "as reported",
                    "-",
                ),
                Row("lab-c-mnist-sum", "lab-c-mnist-training", "gradients summed", "-"),
                Row("lab-c-mnist-relu", "lab-c-mnist-training", "ReLU", "noisy; exp overflowed"),
                Row("lab-c-mnist-adam", "lab-c-mnist-training", "Adam, 0.001", "-"),
            ),
            "The network of the report, [784, 128, 64, 10], on 4000 images to learn from, 1000 for "
            "validation and 1000 for the test; the rows are after 50 epochs. Reported are 90 % of the "
            "validation images after 150 epochs and a gap that grows from there on: so it is here. With "
            "summed gradients, ReLU or Adam all training images are right long before, and the validation "
            "loss rises again.",
            grids=("lab-c-mnist-epochs", "lab-c-mnist-units"),
            curves="lab-c-mnist-training",
        ),
        Group(
            "lab-c-digits",
            "Smaller digits",
            (),
            "Digits of 8 x 8 pixels (`nnviz digits-8x8`) are learned at once. More "
            "than one hidden layer wins nothing here, and a rate that suits one optimizer is too large for "
            "another.",
            grids=("lab-c-digits-epochs", "lab-c-digits", "lab-e-optimizers"),
        ),
    ),
)
