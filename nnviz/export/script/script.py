"""A run as a Python script that stands alone: NumPy only, for students to read, checked by running it."""

from pathlib import Path

from nnviz import __version__
from nnviz.experiment.spec.spec import Spec
from nnviz.export.exporter import Exporter
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run
from nnviz.export.script.checks import checks_of
from nnviz.export.script.literals import in_docstring
from nnviz.export.script.sections import ScriptSection, sections_of
from nnviz.export.script.start import ScriptStart, start_of


def write_script(run: Run, path: Path, options: ExportOptions) -> None:
    """Write the script of a run; running it asserts that it ends at the loss of the app."""
    start = start_of(run, options.task)
    sections = sections_of(start, checks_of(start, options.task))
    path.write_text(script_text(run, start, sections), encoding="utf-8")


def script_text(run: Run, start: ScriptStart, sections: tuple[ScriptSection, ...]) -> str:
    """Return the whole script."""
    blocks = [f'"""{in_docstring(heading(run, start.spec))}\n\n{summary(start)}\n"""\n']
    settings, *others = sections
    blocks.append(f"{settings.code}\n")
    blocks += [f"\n# {section.title}. {section.text}\n\n{section.code}\n" for section in others]
    return "\n".join(blocks)


def heading(run: Run, spec: Spec) -> str:
    """Return the title of the experiment, ending with a full stop."""
    return (spec.title or run.name).rstrip(".") + "."


def summary(start: ScriptStart) -> str:
    """Return what the script does, in a few lines."""
    network, training = start.network, start.training
    size = training.samples_per_update(len(start.train.X))
    samples = "all samples" if size == len(start.train.X) else f"{size} sample{'s' if size > 1 else ''}"
    order = "shuffled" if training.shuffle else "in fixed order"
    updates = start.end - start.update
    lines = [
        f"A network {network.sizes}, {', '.join(network.activations)}; {training.loss.replace('_', ' ')},",
        f"{training.optimizer}, learning rate {training.learning_rate:g}; {samples} an update, {order}.",
        f"It trains for {updates:,} updates and needs Python 3.9 and NumPy. Written by nnviz {__version__}.",
    ]
    if start.update:
        lines.append(f"It begins at update {start.update:,}, after the last change of the settings by hand.")
    if training.order == "update_first":
        lines.append(
            "It makes a mistake on purpose: each layer changes before the error has passed through it."
        )
    return "\n".join(lines)


SCRIPT = Exporter("script", (".py",), "Run as a NumPy script", write_script)
