"""Tables that are drawn or set for the eye, as plain ones: lines of boxes, the grids of reST, rows of LaTeX.

Lines keep their numbers.
"""

import re

from nnviz.data.tables.lines.titles import is_drawn_line

_LOOKED_AT = 20_000
"""Characters that tell what a text is."""
_BOXES = {**dict.fromkeys(range(0x2500, 0x2580), "-"), **dict.fromkeys(map(ord, "│┃║┆┇┊┋╎╏"), "|")}
_ROW = re.compile(r"^[^\n&]*&[^\n]*\\\\[ \t]*(?:\\\w+[ \t]*)*$", re.MULTILINE)
_END = re.compile(r"\\\\[ \t]*(?:\\\w+[ \t]*)*$", re.MULTILINE)
_COMMAND = re.compile(r"^[ \t]*\\\w[^\n&]*$", re.MULTILINE)


def plain(text: str) -> str:
    """Return a text with bars between the cells of a drawn table, and with tabs between those of LaTeX."""
    beginning = text[:_LOOKED_AT]
    if any(sign in beginning for sign in "│┃║"):
        text = text.translate(_BOXES)
    elif 2 * len(_ROW.findall(beginning)) >= len(_filled(beginning)):
        text = _END.sub("", _COMMAND.sub("", text)).replace("\\&", "+").replace("&", "\t")
        text = text.replace("\\%", "%").replace("\\_", "_")
    beginning = text[:_LOOKED_AT]
    if sum(map(is_drawn_line, _filled(beginning))) >= 2:
        text = "\n".join("" if is_drawn_line(line) else line for line in text.split("\n"))
    return text


def _filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
