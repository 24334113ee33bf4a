"""A run as a Python script that stands alone: NumPy only, for students to read, checked by running it."""

from pathlib import Path

from nnviz.export.exporter import Exporter
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run
from nnviz.export.script.beginning import ScriptStart
from nnviz.export.script.checks import checks_of
from nnviz.export.script.literals import in_docstring
from nnviz.export.script.sections import ScriptSection, sections_of
from nnviz.export.script.start import start_of
from nnviz.export.script.summary import heading, summary


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


SCRIPT = Exporter("script", (".py",), "Run as a NumPy script", write_script)
