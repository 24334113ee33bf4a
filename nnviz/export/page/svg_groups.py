"""Parts of a picture as named groups of its SVG, made from the marks that the painter left."""

import re
from xml.etree import ElementTree

from nnviz.paint.drawing.groups import MARK

_MARK = re.compile(r"<text[^>]*>\s*" + MARK.format(r"([\w-]+)") + r"\s*</text>\s*")
_MARKED = re.compile(r"<g\b[^>]*>\s*" + _MARK.pattern + r"</g>\s*")


def with_groups(svg: str) -> str:
    """Replace marks by `<g id="name">` around what follows each; without marks where that cannot be done."""
    end = svg.rindex("</g>\n</svg>")
    body, tail = svg[:end], svg[end:]
    parts = _MARKED.split(body)  # before the first, then a name and its content each
    if len(parts) > 1:
        used: dict[str, int] = {}
        groups = [parts[0]]
        for name, content in zip(parts[1::2], parts[2::2], strict=True):
            used[name] = used.get(name, 0) + 1
            number = f"-{used[name]}" if used[name] > 1 else ""
            groups.append(f'<g id="{name}{number}">\n{content}</g>\n')
        grouped = "".join(groups) + tail
        if _is_well_formed(grouped):
            return _MARK.sub("", grouped)
    return _MARK.sub("", svg)


def _is_well_formed(text: str) -> bool:
    """Whether the groups nest: what we made ourselves is checked, nobody else's files are read."""
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return False
    return True
