"""`nnviz sweep`: train an experiment in many ways and print the table."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import click
from msgspec.structs import replace

from nnviz.cli.errors import RunFailedError, StoppedError
from nnviz.cli.options import EXPERIMENT_HELP, Whole, experiment_options, only_one
from nnviz.cli.output import say, show
from nnviz.cli.progress import progress, waiting
from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.results.plan import Plan
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.run_file.kind import is_run_file
from nnviz.experiment.runs.cluster import Cluster, ClusterError
from nnviz.experiment.runs.crew import Crew, cores
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import parse_override
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.kept_cells import KeptCells
from nnviz.experiment.sweeps.named_sweeps import NamedSweep, sweep_at
from nnviz.experiment.sweeps.planning import plan_of, worth_compiling
from nnviz.experiment.sweeps.sweep import Runner, Sweep
from nnviz.experiment.sweeps.sweep_report import sweep_report
from nnviz.explain.documents import sweep_table
from nnviz.files import require_place, written_whole


@click.command("sweep", epilog=EXPERIMENT_HELP)
@experiment_options
@click.option(
    "--vary",
    "axes",
    metavar="KEY=V1,V2,...",
    multiple=True,
    help="An axis: values, a range KEY=a:b:n or KEY=a:b:nlog, or random numbers KEY=a:b:nrandom.",
)
@click.option("--zip", "together", is_flag=True, help="Move all axes together instead of crossing them.")
@click.option("--seeds", type=Whole(1, 100_000), help="Runs of each combination (default: 1).")
@click.option("--epochs", type=Whole(min=0), help="Train for so many epochs instead of the experiment's.")
@click.option("--jobs", type=Whole(1, 256), help="Threads (default: one a core).")
@click.option(
    "--dask", "address", metavar="ADDRESS", help="Run on the Dask cluster of this scheduler instead."
)
@click.option("--resume", metavar="FILE", help="Keep what is done in FILE, and go on from what it has.")
@click.option("--learned", metavar="WHEN", help="accuracy=A or loss=L (default: 0.9).")
@click.option("--cells", is_flag=True, help="One line a run in the table, not one a combination.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write the table as CSV, numbers in full.")
@click.option("--markdown", is_flag=True, help="Print the table in Markdown.")
@click.option("--latex", is_flag=True, help="Print the table as a LaTeX document.")
def command(
    experiment: str,
    overrides: Sequence[str],
    as_json: bool,
    axes: Sequence[str],
    together: bool,
    seeds: int | None,
    epochs: int | None,
    jobs: int | None,
    address: str | None,
    resume: str | None,
    learned: str | None,
    cells: bool,
    csv_file: str | None,
    markdown: bool,
    latex: bool,
) -> None:
    """Train EXP in many ways, and print what came out as a table.

    EXP may also be a shipped sweep (see `nnviz list`), or the file of one: axes given are added to its own.

    Each run is the one that `nnviz train EXP --set ... --seed ...` makes of the same settings, to the bit,
    whatever --jobs says. Values that do not go together leave a row that says why.

    With --json: experiment, vary, seeds, cells (one a run: settings, seed, epochs, updates, seconds,
    diverged, train, validation, test), rows (one a combination: settings, runs, diverged, and mean, std,
    min, median, max of each loss and accuracy, without the runs that diverged), learned and spec.
    """
    form = only_one(json=as_json, markdown=markdown, latex=latex)
    if address and jobs:
        raise click.UsageError("--jobs are threads here, --dask is a cluster: choose one")
    order = _order(experiment, overrides, epochs, seeds, learned)
    criterion = parse_criterion(order.learned)
    with waiting("Checking every combination"), _naming(experiment, changed=bool(axes or overrides)):
        plan = _plan(order, axes, together)
    if csv_file is not None:
        require_place(Path(csv_file))
    sweep = Sweep(plan, None if resume is None else KeptCells(Path(resume), plan.base))
    if address is None:
        _have_engine(plan)
        _run(sweep, Crew(jobs or cores()), experiment)
    else:
        _run_on_cluster(sweep, address, experiment)
    report = sweep_report(sweep, criterion)
    if csv_file is not None:
        _write(Path(csv_file), (sweep_table.cells_csv if cells else sweep_table.rows_csv)(report))
    if form == "json":
        show(report, True, str)
        return
    table = (sweep_table.cells_table if cells else sweep_table.rows_table)(report)
    match form:
        case "markdown":
            say(sweep_table.as_markdown(table))
        case "latex":
            say(sweep_table.as_latex(table, order.title or plan.base.title or experiment), newline=False)
        case _:
            say(sweep_table.as_text(table))


def _order(
    name: str, overrides: Sequence[str], epochs: int | None, seeds: int | None, learned: str | None
) -> NamedSweep:
    """Return the sweep of that name with what was given in place of its own; or one without axes."""
    if is_run_file(name):
        raise SpecError(f"{name} is a saved run: a sweep starts from an experiment.")
    sweep = sweep_at(name) or NamedSweep(experiment=name, vary=())
    return replace(
        sweep,
        set={**sweep.set, **dict(parse_override(text) for text in overrides)},
        epochs=sweep.epochs if epochs is None else epochs,
        seeds=sweep.seeds if seeds is None else seeds,
        learned=sweep.learned if learned is None else learned,
    )


@contextmanager
def _naming(name: str, changed: bool) -> Iterator[None]:
    """Have errors name the file of a sweep of one's own, where nothing else can be to blame."""
    try:
        yield
    except SpecError as error:
        if changed or error.source or not name.lower().endswith(".toml"):
            raise
        raise error.from_source(name) from None


def _plan(order: NamedSweep, axes: Sequence[str], together: bool) -> Plan:
    """Return what is to be run: the axes of the sweep, crossed with those that were given."""
    spec = experiment_at(order.experiment)
    parsed = [parse_axis(text, spec) for text in axes]
    groups = [parsed] if together and parsed else [[axis] for axis in parsed]
    return plan_of(spec, order.experiment, [*order.groups(spec), *groups], order.seeds, order.overrides())


def _have_engine(plan: Plan) -> None:
    """Wait for compiled code where the first row alone is worth it."""
    spec = worth_compiling(plan)
    if spec is not None:
        with waiting("Getting the compiled engine (some seconds, once on this machine)"):
            wait_until_compiled(spec)


def _run(sweep: Sweep, runner: Runner, name: str) -> None:
    """Run what is missing, with a progress bar.

    Raises
    ------
    StoppedError
        If it was interrupted: it says what is done, and how to go on.
    """
    try:
        with progress(name, len(sweep.cells), sweep.found) as bar:
            for answered in sweep.run(runner):
                bar(answered)
    except KeyboardInterrupt:
        raise StoppedError(_how_to_go_on(sweep, name)) from None


def _run_on_cluster(sweep: Sweep, address: str, name: str) -> None:
    """Do the same on a cluster; RunFailedError if it cannot be used."""
    try:
        with waiting(f"Waiting for the cluster at {address}"):
            cluster = Cluster(address)
        _run(sweep, cluster, name)
    except ClusterError as error:
        raise RunFailedError(str(error)) from None


def _how_to_go_on(sweep: Sweep, name: str) -> str:
    """Keep what is done in a file, one of its own if none was asked for; return how to go on from it."""
    done = f"stopped with {sweep.done:,} of {len(sweep.cells):,} runs done"
    if sweep.done == 0:
        return f"{done}: start again."
    path = sweep.keep(_free_name(Path(name).stem))
    return f"{done}, which are kept: go on with the same command and --resume {path}."


def _free_name(stem: str) -> Path:
    """Return the name of a new file in the folder where we are."""
    names = (Path(f"{stem}.sweep{number or ''}.json") for number in count())
    return next(path for path in names if not path.exists())


def _write(path: Path, text: str) -> None:
    with written_whole(path, replace=True) as partial:
        partial.write_text(text, encoding="utf-8", newline="")
