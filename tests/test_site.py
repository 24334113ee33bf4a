"""The documentation builds as a site, strictly, and nothing of it is fetched from elsewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from nnviz.cli.main import COMMANDS as OF_THE_COMMAND_LINE
from nnviz.ui.window.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


class _Fetched(HTMLParser):
    """What a browser fetches by itself when it shows a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "img", "iframe", "source", "audio", "video"):
            self.found.append(values.get("src") or "")
        elif tag == "link" and values.get("rel") not in ("canonical", "prev", "next"):
            self.found.append(values.get("href") or "")


def test_pages_fetch_nothing_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    fetched = {address for page in pages for address in _Fetched(page).found if address}
    assert len(fetched) > 10
    assert not [address for address in fetched if re.match(r"([a-z]+:)?//", address)]
    for style in site.rglob("*.css"):
        assert not re.findall(r"url\(['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style


def test_every_page_is_reached_and_has_text(site: Path) -> None:
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    home = (site / "index.html").read_text(encoding="utf-8")
    for name in (*pages, "keys.md", "command-line.md", "contributing.md", "changes.md"):
        page = name.replace(".md", ".html")
        assert page == "index.html" or f'href="{page}"' in home, name
        article = (site / page).read_text(encoding="utf-8").partition("<article")[2]
        assert len(article) > 1500, name


def test_the_page_of_keys_has_every_command_that_has_a_key(site: Path) -> None:
    page = (site / "keys.html").read_text(encoding="utf-8")
    named = [command for command in COMMANDS if command.keys]
    assert len(named) > 40
    assert [command.name for command in named if f"<td>{command.text.rstrip('…')}</td>" not in page] == []


def test_the_page_of_the_command_line_has_every_command_and_option(site: Path) -> None:
    page = (site / "command-line.html").read_text(encoding="utf-8")
    for name in OF_THE_COMMAND_LINE:
        assert f'id="nnviz-{name}"' in page
    assert "--set" in page
    assert "--vary" in page


def test_formulas_are_mathml(site: Path) -> None:
    page = (site / "numbers.html").read_text(encoding="utf-8")
    assert page.count("<math") > 15
    assert r"\frac" not in page
    assert "arithmatex" not in page
