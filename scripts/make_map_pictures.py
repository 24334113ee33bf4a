"""Run every shipped map of trainings and paint it for the guide: python3 scripts/make_map_pictures.py."""

import os
import subprocess
import sys
from pathlib import Path

from environment import ROOT, prepare

FOLDER = ROOT / "docs" / "images" / "maps"


def main() -> None:
    """Write one PNG file a map."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 (there once the environment is)

    from nnviz.engine.compiling.background import ensure_compiled  # noqa: PLC0415
    from nnviz.experiment.maps.named_maps import shipped_maps  # noqa: PLC0415
    from nnviz.paint.drawing.fonts import load_fonts  # noqa: PLC0415

    application = QGuiApplication([])
    load_fonts()
    ensure_compiled()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for entry in shipped_maps():
        paint(entry.name, FOLDER / f"{entry.name}.png")
    application.quit()


def paint(name: str, path: Path) -> None:
    """Run a map and paint it."""
    from lab_report.pictures import save_small  # noqa: PLC0415
    from PySide6.QtCore import QRectF  # noqa: PLC0415
    from PySide6.QtGui import QColor, QImage, QPainter  # noqa: PLC0415

    from nnviz.experiment.maps.named_maps import map_named  # noqa: PLC0415
    from nnviz.experiment.maps.standings import standing_of  # noqa: PLC0415
    from nnviz.experiment.maps.training_map import trainings_of  # noqa: PLC0415
    from nnviz.experiment.runs.crew import cores  # noqa: PLC0415
    from nnviz.experiment.spec.weights_file import experiment_at  # noqa: PLC0415
    from nnviz.paint.drawing.theme import PRINT, Style  # noqa: PLC0415
    from nnviz.paint.maps.look import MapLook  # noqa: PLC0415
    from nnviz.paint.maps.picture import paint_map  # noqa: PLC0415

    width, height, scale = 560, 400, 1.6
    shown = map_named(name)
    trainings = trainings_of(shown.order(), experiment_at(shown.experiment))
    standing = standing_of(trainings, list(trainings.run(cores())))
    image = QImage(round(scale * width), round(scale * height), QImage.Format.Format_RGB32)
    image.fill(QColor(PRINT.paper))
    with QPainter(image) as painter:
        painter.scale(scale, scale)
        rect = QRectF(6, 6, width - 12, height - 12)
        paint_map(painter, rect, MapLook(standing, shown.quantity), Style(PRINT, text=13.0))
    save_small(image, path)
    print(f"{path.relative_to(ROOT)}: {standing.runs:,} runs", flush=True)


if __name__ == "__main__":
    if "--inside" in sys.argv:
        main()
        sys.exit()
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [prepare(), str(ROOT / "scripts" / "make_map_pictures.py"), "--inside"]
    sys.exit(subprocess.call(command, cwd=ROOT, env=surroundings))
