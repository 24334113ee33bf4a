"""The shipped examples of a lecture come out with the lecturer's numbers."""

from nnviz.cli import runs, trace
from nnviz.explain.documents.markdown import markdown
from nnviz.explain.formulas.step import Depth


def explained(name: str, digits: int, depth: Depth) -> str:
    _, walk = trace.explained(runs.experiment(name, ()), 1, 1, digits)
    return markdown(walk, depth)


def test_the_well_known_worked_example() -> None:
    """M. Mazur, A Step by Step Backpropagation Example (2015); its biases stay, ours learn as well."""
    text = explained("by-hand-two-outputs", 8, Depth.PRODUCT)
    for number in (
        "0.37750000",  # net of the first hidden neuron
        "0.59326999",  # its output
        "0.59688438",
        "1.1059060",  # net of the first output
        "0.75136507",
        "0.77292847",
        "0.27481108",  # loss of the first output
        "0.023560026",
        "0.29837111",  # loss of the sample
        "0.13849856",  # delta of the first output
        "0.082167041",  # gradient of w5
        "0.35891648",  # w5 after
        "0.40866619",
        "0.51130127",
        "0.56137012",
        "0.00043856773",  # gradient of w1
        "0.14978072",  # w1 after
        "0.19956143",
        "0.24975114",
        "0.29950229",
    ):
        assert number in text, number


def test_one_update_on_the_blackboard() -> None:
    """Worked out with a pocket calculator from the weights in the file."""
    text = explained("by-hand-one-update", 4, Depth.NEURON)
    for line in (
        r"$z^{(1)}_{1} = 0.5000 \cdot 1 + 0.2000 \cdot 0 + 0.1000 = 0.6000$",
        r"$z^{(1)}_{2} = \left(-0.3000\right) \cdot 1 + 0.8000 \cdot 0 - 0.1000 = -0.4000$",
        r"$a^{(1)}_{1} = \frac{1}{1 + e^{-0.6000}} = 0.6457$",
        r"$\hat{y} = \frac{1}{1 + e^{-0.4914}} = 0.6204$",
        r"$L = \frac{1}{2} (0.6204 - 1)^2 \approx 0.07203$",
        r"$\delta^{(2)}_{1} = \left(-0.3796\right) \cdot 0.2355 \approx -0.08938$",
        r"$f'(z^{(1)}_{1}) = 0.6457 \cdot (1 - 0.6457) = 0.2288$",
        r"$\delta^{(1)}_{1} = 0.7000 \cdot \left(-0.08938\right) \cdot 0.2288 \approx -0.01431$",
        r"$w^{(2)}_{11} \leftarrow 0.7000 - 0.5 \cdot \left(-0.05771\right) = 0.7289$",
    ):
        assert line in text, line
