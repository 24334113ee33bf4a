"""The command line: which commands there are. Each is a module here, imported when it is called."""

import importlib
from collections.abc import Sequence

import click

from nnviz import __version__
from nnviz.cli.errors import FAILED, ended_by_signals, explained, fail
from nnviz.cli.output import drop_output, prepare
from nnviz.experiment.spec.errors import did_you_mean
from nnviz.unfinished import clear_unfinished

COMMANDS = {
    "list": "listing",
    "train": "train",
    "trace": "trace",
    "sweep": "sweep",
    "diagnose": "diagnose",
    "export": "export",
    "data": "data",
    "fetch": "fetch",
    "exercise": "exercise",
    "lecture": "lecture",
    "doctor": "doctor",
    "open": "window",
}
"""Names of commands and the modules that hold each as `command`, in the order of the help."""


class _ExperimentOrCommand(click.Group):
    """`nnviz xor` opens the window on an experiment: what is no command is taken as `open`'s argument."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            if len(args) > 1 and args[1] not in ctx.help_option_names:
                raise click.UsageError(self._no_command(args[0]))
            args = ["open", *args]
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by its name; only now is its module imported."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"nnviz.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def _no_command(self, name: str) -> str:
        """Return what to say where a word that is no command has more after it."""
        names = [name for name in COMMANDS if name != "open"]
        meant = did_you_mean(names, name)
        return (
            f'"{name}" is no command: {meant}they are {", ".join(names)}; "nnviz EXP" alone opens the window.'
        )


@click.group(
    cls=_ExperimentOrCommand,
    invoke_without_command=True,
    subcommand_metavar="[EXP | COMMAND ...]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Watch a neural network learn: `nnviz [EXP]` opens the window, the commands run without it.

    EXP is the name of a shipped experiment (see `nnviz list`), the path of a .toml file, or a saved run.
    """
    if context.invoked_subcommand is None:
        window = cli.get_command(context, "open")
        assert window is not None
        context.invoke(window)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 for a failed run, 2 for wrong input."""
    prepare()
    clear_unfinished()
    try:
        with ended_by_signals():
            return int(cli.main(args=arguments, prog_name="nnviz", standalone_mode=False) or 0)
    except BrokenPipeError:
        drop_output()
        return FAILED
    except BaseException as error:
        return fail(*explained(error))
