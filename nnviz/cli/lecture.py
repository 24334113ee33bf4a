"""`nnviz lecture`: check a lecture, print its scenes, write a handout."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from nnviz.cli.errors import RunFailedError
from nnviz.cli.output import remark, say, show
from nnviz.cli.progress import progress
from nnviz.files import require_place
from nnviz.lecture.file import asked_lecture
from nnviz.lecture.packing import SUFFIX, OpenLecture, pack, read_lecture
from nnviz.lecture.stage import SceneError, Stage, WrongSceneError, scene_report
from nnviz.numerals import percent

HANDOUTS = (".pdf", ".html", SUFFIX)


@click.command("lecture")
@click.argument("file", metavar="LECTURE")
@click.option("--check", is_flag=True, help="Only go through all scenes and say whether they can be shown.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help=f"Write a handout, a page a scene (.pdf, .html), or the lecture with all its files ({SUFFIX}).",
)
def command(file: str, check: bool, as_json: bool, output: str | None) -> None:
    """Go through the scenes of LECTURE, a shipped lecture's name or a .toml file.

    With --json: title, about, language and scenes (title, experiment, update, epoch, weights_sha256, train
    (loss and accuracy), panels, ask, and until: where the scene ends, if it plays). weights_sha256 is that
    of all weights and biases as float64, little-endian, layer by layer, weights before biases.
    """
    path = asked_lecture(file)
    if output is not None:
        if Path(output).suffix.lower() not in HANDOUTS:
            raise click.UsageError(f'a handout ends in {" or ".join(HANDOUTS)}, not "{output}".')
        require_place(Path(output))
    opened = read_lecture(path)
    lecture = opened.lecture
    stage = Stage(lecture, opened.folder)
    with progress(lecture.title or path.stem, len(lecture.scene)) as move:
        scenes = [_scene(stage, file, number, move) for number in range(len(lecture.scene))]
    if output is not None:
        _write(opened, Path(output))
        if not as_json:
            say(output)
        return
    report = {"title": lecture.title, "about": lecture.about, "language": lecture.language, "scenes": scenes}
    show(report, as_json, _checked if check else _text)


def _write(opened: OpenLecture, output: Path) -> None:
    if output.suffix.lower() == SUFFIX:
        pack(opened.lecture, opened.folder, output)
        return
    from nnviz.export.handout.handout import write_handout  # noqa: PLC0415 (only pictures need Qt)

    if left_out := write_handout(Stage(opened.lecture, opened.folder), output):
        remark(left_out)


def _scene(stage: Stage, file: str, number: int, move: Callable[[int], None]) -> dict[str, Any]:
    try:
        report = scene_report(stage, number)
    except WrongSceneError as error:
        raise ValueError(f"{file}: {error}") from None
    except SceneError as error:
        raise RunFailedError(f"{file}: {error}") from None
    move(number + 1)
    return report


def _checked(report: dict[str, Any]) -> str:
    unmet = [scene["title"] for scene in report["scenes"] if scene["until"] and not scene["until"]["met"]]
    count = len(report["scenes"])
    lines = [
        "One scene, and it can be shown." if count == 1 else f"{count} scenes, all of them can be shown."
    ]
    lines += [f'"{title}" plays to the end of its experiment: its condition is not met.' for title in unmet]
    return "\n".join(lines)


def _text(report: dict[str, Any]) -> str:
    lines = [report["title"], ""]
    for number, scene in enumerate(report["scenes"], start=1):
        loss, accuracy = scene["train"]["loss"], scene["train"]["accuracy"]
        scores = "" if loss is None else f", loss {loss:.4g}"
        scores += "" if accuracy is None else f", accuracy {percent(accuracy)}"
        asked = f"  asks: {scene['ask']}" if scene["ask"] else ""
        lines.append(f"{number:>3}  {scene['title']}")
        lines.append(f"     {scene['experiment']}, update {scene['update']:,}{scores}{asked}")
        if scene["until"]:
            end = scene["until"]
            met = "" if end["met"] else " (not met)"
            lines.append(f"     plays until {end['condition']}: update {end['update']:,}{met}")
    return "\n".join(lines)
