"""The pages to read: the documents that ship with the app, by their headings, and the glossary."""

import platform
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import PySide6
from PySide6.QtCore import qVersion

from nnviz import __version__
from nnviz.assets import documents
from nnviz.lecture.glossary import GlossaryEntry, glossary, look_up
from nnviz.ui.guide.reader import GuidePage

DOCUMENTS = ("user-guide.md", "lectures.md", "sweeps.md", "experiment-file.md", "numbers.md")
TERM = "nnviz:term?"
_HEADING = re.compile(r"^(#{1,2}) +(.+?)\s*$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def guide_pages() -> list[GuidePage]:
    """Return the documents, a page for each heading."""
    return [page for name in DOCUMENTS for page in _of_document(documents() / name)]


def glossary_pages() -> list[GuidePage]:
    """Return the glossary, a page for each term; terms in its texts are links."""
    return [
        GuidePage(entry.term, f"{_linked(entry)}\n\n{_also(entry)}*{entry.group}*", " ".join(entry.also))
        for entry in glossary()
    ]


def term_of(link: str) -> GlossaryEntry | None:
    """Return the term that a link of the glossary leads to; None for other links."""
    return look_up(unquote(link.removeprefix(TERM))) if link.startswith(TERM) else None


def about_text() -> str:
    """Return what the app is, and with what it runs, in Markdown."""
    return (
        "Watch a neural network learn by back-propagation: each update explained, each moment kept.\n\n"
        f"Version {__version__}, with Python {platform.python_version()}, PySide6 {PySide6.__version__} "
        f"and Qt {qVersion()}.\n\nMIT licence. `nnviz doctor` says what this installation has.\n"
    )


def _of_document(path: Path) -> Iterator[GuidePage]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return
    fences = [match.span() for match in _FENCE.finditer(text)]
    headings = [h for h in _HEADING.finditer(text) if not any(a < h.start() < b for a, b in fences)]
    top = headings[0][2] if headings else path.stem
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        body = text[heading.end() : following.start() if following is not None else len(text)].strip()
        title = top if heading[1] == "#" else f"{top}: {heading[2]}"
        if body:
            yield GuidePage(title.replace("`", ""), _PICTURE.sub("", body))


def _linked(entry: GlossaryEntry) -> str:
    """Return the text of a term with links to other terms."""

    def link(match: re.Match[str]) -> str:
        return f"[{match[1]}]({TERM}{quote(match[1])})"

    return re.sub(r"\*([^*]+)\*", link, entry.text)


def _also(entry: GlossaryEntry) -> str:
    return f"Also: {', '.join(entry.also)}.\n\n" if entry.also else ""
