"""What an experiment says about itself, in Markdown, as HTML of a report: paragraphs, lists, emphasis."""

import html
import re
from collections.abc import Iterator

from PySide6.QtGui import QFont, QTextDocument, QTextFragment, QTextList, QTextListFormat

from nnviz.paint.drawing.fonts import fragments_of

MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectCommonMark | QTextDocument.MarkdownFeature.MarkdownNoHTML
)

_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_PICTURE = re.compile(r"!\[")
_LINK = re.compile(r"\]\((?!\s*https?://)", re.IGNORECASE)
_DEFINITION = re.compile(r"^([ >\t*+-]*)\[(?=[^\]]*\]:)", re.MULTILINE)


def html_of_about(markdown: str) -> str:
    """Return one element a paragraph or a list; markup of HTML in the text is shown as text."""
    document = QTextDocument()
    document.setMarkdown(markdown, MARKDOWN)
    block = document.begin()
    lines: list[str] = []
    of_list: QTextList | None = None
    while block.isValid():
        words = "".join(_fragment(fragment) for fragment in fragments_of(block))
        if words.strip():
            if block.textList() is not of_list:
                lines += _between(of_list, block.textList())
                of_list = block.textList()
            lines.append(f"<li>{words}</li>" if of_list is not None else f"<p>{words}</p>")
        block = block.next()
    lines += _between(of_list, None)
    return "".join(f"{line}\n" for line in lines)


def _between(before: QTextList | None, after: QTextList | None) -> Iterator[str]:
    """Yield the end of a list and the beginning of another one."""
    if before is not None:
        yield f"</{_kind(before)}>"
    if after is not None:
        yield f"<{_kind(after)}>"


def _kind(found: QTextList) -> str:
    return "ol" if found.format().style() == QTextListFormat.Style.ListDecimal else "ul"


def harmless_markdown(markdown: str) -> str:
    """Return the same for whatever shows Markdown: no HTML, no pictures, links to pages of the web only."""
    text = _HTML.sub("&lt;", markdown)
    text = _PICTURE.sub(r"\!\[", text)
    return _DEFINITION.sub(r"\1\[", _LINK.sub(r"\]\(", text))


def _fragment(fragment: QTextFragment) -> str:
    """Return a piece of text in one font."""
    words, letters = html.escape(fragment.text()), fragment.charFormat()
    if letters.fontFixedPitch():
        words = f"<code>{words}</code>"
    if letters.fontItalic():
        words = f"<em>{words}</em>"
    return f"<strong>{words}</strong>" if letters.fontWeight() > QFont.Weight.Medium else words
