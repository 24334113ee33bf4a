"""A lecture as one page of HTML that needs nothing else: scenes are stepped through, runs scrubbed.

Everything from the lecture is escaped, and a policy in the page forbids to load anything.
"""

import base64
import html
import json
from collections.abc import Sequence
from typing import Any

import msgspec

from nnviz.assets import assets
from nnviz.export.report.about import html_of_about
from nnviz.lecture.conditions import KEY
from nnviz.lecture.predict.questions import prompt_of
from nnviz.lecture.scene import Lecture, Scene


class Picture(msgspec.Struct, frozen=True):
    """One moment of a scene as PNG, and what is said below it."""

    png: bytes
    caption: str
    is_shown_first: bool


def html_of_lecture(lecture: Lecture, pictures: Sequence[Sequence[Picture]]) -> str:
    """Return the page.

    Parameters
    ----------
    pictures : sequence of sequence of Picture
        Of each scene.
    """
    template = (assets() / "handout" / "page.html").read_text(encoding="utf-8")
    scenes = [_scene(scene, shown) for scene, shown in zip(lecture.scene, pictures, strict=True)]
    parts = {
        "LANGUAGE": html.escape(lecture.language, quote=True),
        "TITLE": html.escape(lecture.title or "Lecture"),
        "ABOUT": html_of_about(lecture.about),
        # In a script a "<" could end it, so there is none.
        "SCENES": json.dumps(scenes).replace("<", "\\u003c"),
    }
    before, *after = template.split("{{")
    return before + "".join(parts[name] + rest for name, rest in (piece.split("}}", 1) for piece in after))


def _scene(scene: Scene, pictures: Sequence[Picture]) -> dict[str, Any]:
    return {
        "title": scene.title,
        "text": html_of_about(scene.text),
        "notes": html_of_about(scene.notes),
        "ask": prompt_of(scene.ask) if scene.ask else "",
        "hides": bool(scene.ask) and scene.until in ("", KEY),
        "first": next((i for i, picture in enumerate(pictures) if picture.is_shown_first), 0),
        "frames": [
            {
                "picture": "data:image/png;base64," + base64.b64encode(picture.png).decode("ascii"),
                "caption": picture.caption,
            }
            for picture in pictures
        ],
    }
