"""`nnviz diagnose`: why a network does not learn, and what helps."""

import json
import shlex
from collections.abc import Sequence
from typing import Any

import click

from nnviz.cli import runs
from nnviz.cli.options import EXPERIMENT_HELP, Whole, experiment_options
from nnviz.cli.output import show
from nnviz.cli.progress import progress, waiting
from nnviz.experiment.look.health_report import diagnosis_report
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run.problem import load
from nnviz.experiment.session import Session
from nnviz.experiment.spec.spec import Spec
from nnviz.numerals import counted


@click.command("diagnose", epilog=EXPERIMENT_HELP)
@experiment_options
@click.option("--epochs", type=Whole(min=1), help="Look at so many epochs instead of the experiment's.")
@click.option("--seed", type=Whole(0, 2**32 - 1), help="Draw other initial weights and batches.")
def command(
    experiment: str, overrides: Sequence[str], as_json: bool, epochs: int | None, seed: int | None
) -> None:
    """Say why EXP does not learn, and what helps.

    EXP is trained, and looked at as the Health panel does: at the start, on the way and at the end. Of each
    cause that is seen, remedies are tried aside, from the start, for so many epochs as the work allows;
    what is advised did clearly better. Of a saved run, the present settings are looked into from the start.

    With --json: experiment, epochs, updates, train, and callouts, each with update, kind, layer, sentence,
    evidence and advice (title, changes by key as --set takes them, before and after with loss, accuracy and
    unexplained, the squared error over that of the best constant answer, epochs, and result in words), the
    best first.
    """
    source = runs.experiment(experiment, overrides, epochs=epochs, seed=seed)
    spec = source.spec if isinstance(source, Session) else source
    show(diagnosed(spec, experiment), as_json, diagnosis_text)


def diagnosed(spec: Spec, name: str) -> dict[str, Any]:
    """Return the report; trials always need the compiled engine."""
    prepared = load(spec)
    with waiting("Getting the compiled engine (some seconds, once on this machine)"):
        wait_until_compiled(spec)
    with progress(name, spec.training.epochs) as show_done:
        return diagnosis_report(spec, prepared, name, show_done)


def diagnosis_text(report: dict[str, Any]) -> str:
    """Return the report to read in a terminal: each thing that is wrong once, where it is seen first."""
    train = report["train"]
    accuracy = "" if train["accuracy"] is None else f", accuracy {train['accuracy']:.2f}"
    loss = "not finite" if train["loss"] is None else f"{train['loss']:.4g}"
    lines = [f"{report['experiment']}: {counted(report['epochs'], 'epoch')}, training loss {loss}{accuracy}"]
    said = set()
    for callout in report["callouts"]:
        if callout["kind"] in said:
            continue
        said.add(callout["kind"])
        lines += ["", f"Update {callout['update']:,}: {callout['sentence']}"]
        for advice in callout["advice"]:
            lines.append(f"  {advice['title']}: {advice['result']}")
            lines += [f"    --set {_override(key, value)}" for key, value in advice["changes"].items()]
        if not callout["advice"] and not callout["is_limit"]:
            words = "gets it off sooner" if callout["kind"] == "plateau" else "helps"
            lines.append(f"  Nothing that was tried {words}.")
    if not said:
        lines += ["", "Nothing is seen that keeps this network from learning."]
    return "\n".join(lines)


LONGEST_VALUE = 60


def _override(key: str, value: Any) -> str:
    """Return a change as a shell hands it to `--set`; long lists are cut."""
    text = json.dumps(value)  # of the values that settings have, TOML writes the same
    if len(text) > LONGEST_VALUE:
        return f"{key}={text[:LONGEST_VALUE]}... (--json has all of it)"
    return shlex.quote(f"{key}={value if isinstance(value, str) else text}")
