"""Present lectures by a clicker's keys in a real window, and photograph every step.

.venv/bin/python scripts/photograph_lectures.py [NAME ...] --size 1280x720 --displays 2 -o build/lectures

Needs Xvfb, xdotool and (for two displays) xrandr. Each lecture gets a folder: a photograph a step, and
sheets of them. Nothing is asserted: the photographs are there to be looked at, as a lecturer would.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageChops  # noqa: E402
from PySide6.QtCore import QRect  # noqa: E402
from PySide6.QtGui import QGuiApplication, QImage  # noqa: E402

from nnviz.lecture.file import shipped_lectures  # noqa: E402

PATIENCE = 240.0
MOST_STEPS = 250
APART = 0.3
"""Seconds between two photographs that must be equal before a step counts as shown."""
LOOKS, CALM = 6, 2
"""Looks at the app in this time, and how many times in a row it must rest."""
LATEST = 8.0
"""Seconds after which a key counts as one that changes nothing."""
DONE = 3
"""Keys in a row that change nothing, after which the lecture is over."""
ACROSS, DOWN, WIDTH = 3, 4, 640


@contextmanager
def server(width: int, height: int, displays: int) -> Iterator[dict[str, str]]:
    """Start an X server with displays side by side; yield the environment of what is shown on it."""
    read, write = os.pipe()
    screen = f"{width * displays}x{height}x24"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as process:
        os.close(write)
        number = os.read(read, 16).decode().strip()
        env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        for place in range(displays if displays > 1 else 0):
            outline = f"{width}/340x{height}/190+{place * width}+0"
            output = "none" if place else "screen"
            subprocess.run(["xrandr", "--setmonitor", f"D{place + 1}", outline, output], env=env, check=True)
        yield env
        process.terminate()


class Presentation:
    """The app on a display, worked from outside by keys alone.

    Parameters
    ----------
    env : dict
        With the display.
    lecture : str
    stage, whole : QRect
        Where the scene is shown, and everything; in pixels of the screen.
    """

    def __init__(self, env: dict[str, str], lecture: str, stage: QRect, whole: QRect, folder: str) -> None:
        self.env = {**env, "NNVIZ_CONFIG_DIR": folder}
        self.stage, self.whole = stage, whole
        self.app = subprocess.Popen([sys.executable, str(ROOT / "app.py"), lecture], env=self.env)
        self.xdotool("search", "--sync", "--onlyvisible", "--name", "nnviz")
        time.sleep(3.0)
        self.settle()
        self.xdotool("mousemove", "640", str(whole.height() - 5), "click", "1")
        self.settle()

    def xdotool(self, *words: str) -> str:
        """Do something to the display."""
        done = subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, check=True)
        return done.stdout

    def focus(self) -> None:
        """Let keys go to the presentation, or to the window: there is no window manager to do it."""
        for title in ("nnviz – presentation", "– nnviz"):
            command = ["xdotool", "search", "--onlyvisible", "--name", title]
            found = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
            if found.stdout.split():
                self.xdotool("windowfocus", found.stdout.split()[-1])
                return

    def key(self, name: str) -> None:
        """Press a key, or a button of the mouse, and wait until what it asked for is shown."""
        words = ("click", name.removeprefix("button")) if name.startswith("button") else ("key", name)
        before = self.photograph()
        self.focus()
        self.xdotool(*words)
        end = time.monotonic() + LATEST
        while time.monotonic() < end and self.photograph() == before:
            time.sleep(APART / 2)
        self.settle()

    def photograph(self, area: QRect | None = None) -> QImage:
        """Return what is on the display."""
        a = area or self.stage
        screen = QGuiApplication.primaryScreen()
        return screen.grabWindow(0, a.x(), a.y(), a.width(), a.height()).toImage()

    def settle(self) -> None:
        """Wait until the app rests and the picture stands."""
        before, end, calm = self.photograph(), time.monotonic() + PATIENCE, 0
        while time.monotonic() < end:
            works = sum(self._works() for _ in range(LOOKS))
            now = self.photograph()
            calm = calm + 1 if now == before and works <= 1 else 0
            if calm == CALM:
                return
            before = now
        print("it does not come to rest", file=sys.stderr)

    def _works(self) -> bool:
        """Wait a moment; return whether a thread of the app runs then, or would if a core were free."""
        time.sleep(APART / LOOKS)
        try:
            stats = [path.read_text() for path in Path(f"/proc/{self.app.pid}/task").glob("*/stat")]
        except OSError:
            return True  # one of them has just ended
        return any(stat.rpartition(")")[2].split()[0] in "RD" for stat in stats)

    def end(self) -> None:
        """End the app as a user does."""
        self.xdotool("key", "Escape")
        time.sleep(0.5)
        self.app.terminate()
        self.app.wait(20)


def walk(shown: Presentation, key: str, folder: Path, whole: bool) -> list[Path]:
    """Press a key until nothing changes any more, and photograph each step; return the photographs."""
    taken: list[Path] = []
    still, before = 0, QImage()
    while still < DONE and len(taken) < MOST_STEPS:
        now = shown.photograph()
        if now == before:
            still += 1
            print(f"step {len(taken)}: the key changed nothing")
        else:
            still = 0
            path = folder / f"{len(taken):03}.png"
            (shown.photograph(shown.whole) if whole else now).save(str(path))
            taken.append(path)
        before = now
        shown.key(key)
    return taken


def contact_sheets(photographs: list[Path], folder: Path) -> None:
    """Put photographs side by side, in their order, on as many sheets as it takes."""
    a_sheet = ACROSS * DOWN
    for number, first in enumerate(range(0, len(photographs), a_sheet)):
        images = [Image.open(path).convert("RGB") for path in photographs[first : first + a_sheet]]
        height = max(round(WIDTH * image.height / image.width) for image in images)
        sheet = Image.new("RGB", (ACROSS * (WIDTH + 8), DOWN * (height + 8)), "#808080")
        for place, image in enumerate(images):
            row, column = divmod(place, ACROSS)
            small = image.resize((WIDTH, round(WIDTH * image.height / image.width)), Image.Resampling.LANCZOS)
            sheet.paste(small, (column * (WIDTH + 8), row * (height + 8)))
        used = ImageChops.difference(sheet, Image.new("RGB", sheet.size, "#808080")).getbbox()
        sheet.crop((0, 0, sheet.width, used[3] if used else sheet.height)).save(
            folder / f"sheet-{number + 1:02}.png"
        )


def main() -> int:
    """Photograph the lectures that are named, or all that ship."""
    parser = argparse.ArgumentParser(description="Photograph every step of lectures.")
    parser.add_argument("names", nargs="*", default=[path.stem for path in shipped_lectures()])
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--displays", type=int, default=1, choices=(1, 2))
    parser.add_argument("--key", default="Page_Down", help="such as Right, or button1 of a mouse")
    parser.add_argument("--set", nargs="*", default=[], help="keys to press first, such as t plus")
    parser.add_argument("--scene", type=int, default=1, help="the first scene to photograph")
    parser.add_argument("-o", type=Path, default=ROOT / "build" / "lectures")
    wanted = parser.parse_args()
    width, height = (int(part) for part in wanted.size.split("x"))
    with server(width, height, wanted.displays) as env, tempfile.TemporaryDirectory() as settings:
        os.environ |= {"DISPLAY": env["DISPLAY"], "QT_QPA_PLATFORM": "xcb"}
        application = QGuiApplication([])
        whole = QRect(0, 0, width * wanted.displays, height)
        stage = QRect(width * (wanted.displays - 1), 0, width, height)
        for name in wanted.names:
            folder = wanted.o / f"{Path(name).stem}-{wanted.size}-{wanted.displays}"
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob("*.png"):
                old.unlink()
            shown = Presentation(env, name, stage, whole, settings)
            shown.key("F5")
            for key in wanted.set:
                shown.key(key)
            taken = walk(shown, wanted.key, folder, wanted.displays > 1)
            shown.end()
            contact_sheets(taken, folder)
            print(f"{name}: {len(taken)} steps in {folder}")
        del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
