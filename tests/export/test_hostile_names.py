"""Every kind of file, of an experiment whose names are attacks: it holds them as text, and nothing else new.

The same experiment with harmless names says what belongs into each kind of file: which elements of HTML and
SVG, which commands of LaTeX, which statements of Python.
"""

import ast
import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile import ATTACKS, HARMLESS, experiment
from PySide6.QtGui import QTextDocument

from nnviz.cli.main import main
from nnviz.experiment.session import Session
from nnviz.export.errors import ExportError
from nnviz.export.exporters import exporters
from nnviz.export.of_session import run_of
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run

SUFFIXES = (".svg", ".html", ".md", ".tex", ".csv", ".json", ".py", ".ipynb", ".pdf")
"""What is text, or holds text; bitmaps hold pixels only."""


def run_with(names: tuple[str, ...], folder: Path) -> Run:
    """Return a short run whose columns, classes, title and description are these names."""
    session = Session(experiment(names, folder))
    session.advance(10)
    return run_of(session, "own")


# What each kind of file may hold


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        for name, value in attrs:
            self.found.add(f"{tag} {name}")
            if name in ("src", "href", "xlink:href", "action", "data"):
                self.found.add(f"{tag} {name} {(value or '').split(':')[0][:20]}")


def of_html(content: bytes) -> set[str]:
    parser = _Elements()
    parser.feed(content.decode("utf-8"))
    return parser.found


def of_svg(content: bytes) -> set[str]:
    found = set()
    for element in ET.fromstring(content).iter():
        found.add(element.tag)
        for name, value in element.attrib.items():
            found.add(f"{element.tag} {name}")
            if name.endswith("href"):
                found.add(f"{element.tag} {name} {value[:5]}")
    return found


def of_latex(content: bytes) -> set[str]:
    text = re.sub(r"\\\\", "", content.decode("utf-8"))
    text = re.sub(r"(?<!\\)%.*", "", text)
    return set(re.findall(r"\\([A-Za-z@]+)", text)) - set(ESCAPES)


ESCAPES = (
    "allowbreak",  # where a long word may break
    "textbackslash",
    "textasciitilde",
    "textasciicircum",
    "textquotesingle",
    "textgreater",
    "textless",
)


def of_markdown(content: bytes) -> set[str]:
    document = QTextDocument()
    document.setMarkdown(content.decode("utf-8"))
    found = set()
    block = document.begin()
    while block.isValid():
        places = block.begin()
        while not places.atEnd():
            letters = places.fragment().charFormat()
            if letters.isImageFormat():
                found.add(f"image {letters.toImageFormat().name()[:5]}")
            if letters.isAnchor():
                found.add(f"link {letters.anchorHref()[:5]}")
            places += 1
        block = block.next()
    return found


def of_python(content: bytes) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(content.decode("utf-8"))):
        named = getattr(node, "id", getattr(node, "attr", ""))
        found.add(f"{type(node).__name__} {named}")
    return found


def of_notebook(content: bytes) -> set[str]:
    found = set()
    for cell in json.loads(content)["cells"]:
        source = "".join(cell["source"]).encode()
        found |= of_python(source) if cell["cell_type"] == "code" else of_markdown(source)
    return found


def of_csv(content: bytes) -> set[str]:
    cells = [cell for line in csv.reader(io.StringIO(content.decode("utf-8"))) for cell in line]
    return {
        cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _is_number(cell)
    }


def of_json(content: bytes) -> set[str]:
    json.loads(content)
    return set()


def of_pdf(content: bytes) -> set[str]:
    return {
        word.decode() for word in re.findall(rb"/(?:URI|Launch|JavaScript|JS|GoToR|EmbeddedFile)\b", content)
    }


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


HOLDS: dict[str, Callable[[bytes], set[str]]] = {
    ".svg": of_svg,
    ".html": of_html,
    ".md": of_markdown,
    ".tex": of_latex,
    ".csv": of_csv,
    ".json": of_json,
    ".py": of_python,
    ".ipynb": of_notebook,
    ".pdf": of_pdf,
}


def written(run: Run, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file that a run can be written as, and its content."""
    options = ExportOptions()
    for exporter in exporters():
        for suffix in set(exporter.suffixes) & set(SUFFIXES):
            if suffix == ".pdf" and exporter.name != "report":
                continue  # painted as in the report
            path = folder / f"out{suffix}"
            try:
                exporter.write(run, path, options)
            except ExportError:
                continue  # a sweep, a map: there is none in this run
            yield f"{exporter.name}{suffix}", path.read_bytes()


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    folder = tmp_path_factory.mktemp("harmless")
    files = written(run_with(HARMLESS, folder / "own"), folder)
    return {name: HOLDS[Path(name).suffix](content) for name, content in files}


@pytest.mark.slow
@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("names", ATTACKS, ids=("html", "latex", "python", "csv", "markdown", "unicode"))
def test_no_export_holds_more_than_text(
    harmless: dict[str, set[str]], names: tuple[str, ...], tmp_path: Path
) -> None:
    assert len(harmless) > 15
    new = {}
    for name, content in written(run_with(names, tmp_path / "own"), tmp_path):
        more = HOLDS[Path(name).suffix](content) - harmless[name]
        if more:
            new[name] = more
    assert new == {}


COMMANDS = {
    "trace.md": ("trace", "{}", "--markdown"),
    "trace.tex": ("trace", "{}", "--latex"),
    "trace.json": ("trace", "{}", "--json"),
    "train.json": ("train", "{}", "--json"),
    "sweep.md": ("sweep", "{}", "--vary", "training.seed=1,2", "--markdown"),
    "sweep.tex": ("sweep", "{}", "--vary", "training.seed=1,2", "--latex"),
}


@pytest.mark.slow
@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("names", ATTACKS, ids=("html", "latex", "python", "csv", "markdown", "unicode"))
def test_no_command_prints_more_than_text(
    names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {}
    for which, each in (("plain", HARMLESS), ("hostile", names)):
        experiment(each, tmp_path / which)
        paths[which] = str(tmp_path / which / "own.toml")
    new = {}
    for name, words in COMMANDS.items():
        held = {}
        for which, path in paths.items():
            assert main([word.format(path) for word in words]) == 0, name
            held[which] = HOLDS[Path(name).suffix](capsys.readouterr().out.encode())
        if more := held["hostile"] - held["plain"]:
            new[name] = more
    assert new == {}
