"""What an experiment says about itself, in Markdown, as HTML of a report: paragraphs, lists, emphasis."""

import html
import re

from PySide6.QtGui import QFont, QTextDocument, QTextFragment

from nnviz.paint.drawing.fonts import fragments_of

MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectCommonMark | QTextDocument.MarkdownFeature.MarkdownNoHTML
)

_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_PICTURE = re.compile(r"!\[")
_LINK = re.compile(r"\]\((?!\s*https?://)", re.IGNORECASE)
_DEFINITION = re.compile(r"^([ >\t*+-]*)\[(?=[^\]]*\]:)", re.MULTILINE)


def html_of_about(markdown: str) -> str:
    """Return one element a paragraph; markup of HTML in the text is shown as text."""
    document = QTextDocument()
    document.setMarkdown(markdown, MARKDOWN)
    block, lines = document.begin(), []
    while block.isValid():
        words = "".join(_fragment(fragment) for fragment in fragments_of(block))
        if words.strip():
            lines.append(f"<li>{words}</li>" if block.textList() is not None else f"<p>{words}</p>")
        block = block.next()
    return "".join(f"{line}\n" for line in lines)


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
