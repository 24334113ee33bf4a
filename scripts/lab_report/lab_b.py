"""Lab B: batch learning."""

from lab_report.records import Group, Lab, Row, Way, count
from lab_report.runs import Run

DIVERGED = count(lambda run: run.diverged, "diverge and are left out")
ALL_RIGHT = count(lambda run: run.accuracy == 1.0, "at 100 %")


def well(run: Run) -> bool:
    """Whether a run gets nearly all points right."""
    return run.accuracy >= 0.95


LAB = Lab(
    "Lab B: batch learning",
    "The same network 2-4-4-1, now without biases, with normally distributed initial weights, the mean "
    "squared error and one update for all points, learning rate 0.1, 20,000 epochs.",
    (
        Group(
            "lab-b-linear",
            "Linear",
            (
                Row("lab-b-linear", "lab-b-learning-rates", "learning rate 0.1", "0.0077, 100 %"),
                Row("lab-b-linear-learning-rate-1", "lab-b-learning-rates", "learning rate 1", "faster"),
                Row(
                    "lab-b-linear-learning-rate-0.0001",
                    "lab-b-learning-rates",
                    "learning rate 0.0001",
                    "81.0 %",
                ),
                Row("lab-b-linear-hidden-32x32", "lab-b-units", "32 × 32 units", "well", claim=well),
                Row("lab-b-linear-hidden-2x1", "lab-b-units", "2 × 1 units", "no convergence"),
                Row(
                    "lab-b-linear-identity",
                    "lab-b-activations",
                    "no activation",
                    '85 %, "but still learns"',
                    remark=DIVERGED,
                ),
            ),
            "The loss goes on falling long after all points are right. A learning rate of 0.0001 ends "
            "where it began, so its accuracy is whatever the start gave. Without activation the boundary "
            "is a line through the origin, and the output misses 0 and 1; with initial weights this large "
            "most seeds even diverge.",
            Way(
                "lab-b-linear",
                "lab-b-learning-rates",
                {
                    1000: "0.134, 96 %",
                    2000: "0.058, 100 %",
                    5000: "0.0237, 100 %",
                    10000: "0.0141, 100 %",
                    20000: "0.0077, 100 %",
                },
            ),
            truth=True,
        ),
        Group(
            "lab-b-xor",
            "XOR",
            (
                Row(
                    "lab-b-xor",
                    "lab-b-learning-rates",
                    "learning rate 0.1",
                    "0.0145, 100 % (re-run 0.018 to 0.24)",
                    remark=ALL_RIGHT,
                ),
                Row(
                    "lab-b-xor-learning-rate-1",
                    "lab-b-learning-rates",
                    "learning rate 1",
                    "100 %, 1e-4",
                    remark=ALL_RIGHT,
                ),
                Row(
                    "lab-b-xor-learning-rate-0.0001", "lab-b-learning-rates", "learning rate 0.0001", "47.6 %"
                ),
                Row(
                    "lab-b-xor-hidden-32x32",
                    "lab-b-units",
                    "32 × 32 units",
                    "well",
                    remark=ALL_RIGHT,
                    claim=well,
                ),
                Row("lab-b-xor-hidden-2x1", "lab-b-units", "2 × 1 units", "no convergence"),
                Row(
                    "lab-b-xor-identity", "lab-b-activations", "no activation", "impossible", remark=DIVERGED
                ),
            ),
            "Most seeds do reach 100 %, late. With a single unit in the second layer every output stays "
            "near one half, and without activation the boundary is one line. Of the wide networks one seed "
            "in five starts with its output saturated and never moves.",
            Way(
                "lab-b-xor",
                "lab-b-learning-rates",
                {
                    1000: "0.247, 57.1 %",
                    5000: "0.228, 76.2 %",
                    10000: "0.1026, 90.5 %",
                    15000: "0.0339, 100 %",
                    20000: "0.0145, 100 %",
                },
            ),
            truth=True,
        ),
    ),
)
