"""What the documentation site has besides the files of `docs`: a hook of MkDocs, named in mkdocs.yml.

Pages that are made from the code when the site is built, so that they are never behind it (keys, command
line); pages that lie elsewhere in the repository (how to add things, changes); and formulas as MathML, which
browsers set themselves.
"""

import html
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
FROM_ELSEWHERE = {
    "contributing.md": "CONTRIBUTING.md",
    "changes.md": "CHANGELOG.md",
}
"""Pages of the site, and the file of the repository that each is."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are no files of `docs`."""
    made = {"keys.md": keys_page, "command-line.md": command_line_page}
    for name, source in FROM_ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    for name, page in made.items():
        files.append(File.generated(config, name, content=page()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Let links lead to the pages of the site; what is not on it is named without a link."""
    at = FROM_ELSEWHERE.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def link(found: re.Match[str]) -> str:
        text, target = found[1], found[2]
        if re.match(r"[a-z]+:|#", target):
            return found[0]
        path, _, anchor = target.partition("#")
        place = os.path.normpath(Path(at).parent / path).replace(os.sep, "/")
        on_site = {source: name for name, source in FROM_ELSEWHERE.items()}.get(
            place, place.removeprefix("docs/")
        )
        if files.get_file_from_path(on_site) is None:
            return f"{text} (`{place}`)" if place not in text else text
        return f"[{text}]({on_site}{'#' + anchor if anchor else ''})"

    return re.sub(r"(?<!!)\[([^\]\n]+)\]\(([^)\s]+)\)", link, markdown)


def on_page_content(content: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    r"""Turn LaTeX, which the extension arithmatex leaves between \( and \) or \[ and \], into MathML."""

    def formula(found: re.Match[str]) -> str:
        latex = html.unescape(found["block"] or found["line"]).strip()
        return convert(latex, display="block" if found["block"] else "inline")

    inside = r"(?:\\\[(?P<block>.*?)\\\]|\\\((?P<line>.*?)\\\))"
    return re.sub(rf'<(span|div) class="arithmatex">{inside}</\1>', formula, content, flags=re.DOTALL)


def keys_page() -> str:
    """Return all keys, from the commands of the window, the panels, and the presentation."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    from nnviz.ui.panels.keys import key_text  # noqa: PLC0415 (Qt)
    from nnviz.ui.presenting.keys import key_rows  # noqa: PLC0415
    from nnviz.ui.window.commands import COMMANDS, GROUPS  # noqa: PLC0415
    from nnviz.ui.window.panel_records import PANELS  # noqa: PLC0415

    lines = [
        "# Keys",
        "",
        "`?` shows these in the app. Where text is edited, letters are letters; Space and single letters are",
        "commands everywhere else. Every button and field is also reached with Tab.",
        "",
    ]
    for group in GROUPS:
        rows = [
            (key_text(c.keys), c.text.rstrip("…"), c.tip) for c in COMMANDS if c.group == group and c.keys
        ]
        lines += _table(group, ("key", "command", "what it does"), rows)
    for panel in PANELS:
        if panel.own_keys:
            rows = [(row.keys, row.tip) for row in panel.own_keys]
            lines += _table(f"While “{panel.title}” has the focus", ("key", "what it does"), rows)
    rows = [(row.keys, row.tip) for row in key_rows()]
    return "\n".join([*lines, *_table("While a lecture is presented", ("key", "what it does"), rows)])


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a heading and a table; in the first column are keys."""
    made = [f"| {' | '.join([_keys(first), *map(_cell, others)])} |" for first, *others in rows]
    if not made:
        return []
    return [f"## {title}", "", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads), *made, ""]


def _keys(text: str) -> str:
    return ", ".join(
        f"<kbd>{html.escape(key).replace('|', '&#124;')}</kbd>" for key in re.split(r",?\s*\n|, ", text)
    )


def _cell(text: str) -> str:
    return html.escape(" ".join(text.split()), quote=False).replace("|", "&#124;")


def command_line_page() -> str:
    """Return every command with its options, as `--help` says them."""
    sys.path.insert(0, str(ROOT))
    from nnviz.cli.main import cli  # noqa: PLC0415

    context = click.Context(cli, info_name="nnviz")
    lines = [
        "# The command line",
        "",
        _text(cli.help or ""),
        "",
        "```text",
        cli.get_usage(context),
        "```",
        "",
    ]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            lines += _command(command, click.Context(command, info_name=name, parent=context))
    return "\n".join(lines)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield from (f"## nnviz {context.info_name}", "", _text(command.help or ""), "")
    yield from ("```text", command.get_usage(context), "```", "")
    records = [option.get_help_record(context) for option in command.get_params(context)]
    rows = [record for record in records if record is not None]
    if rows:
        yield from ("| option | what it does |", "|---|---|")
        yield from (f"| <code>{_cell(option)}</code> | {_cell(said)} |" for option, said in rows)
        yield ""


def _text(said: str) -> str:
    """Return a help text as paragraphs; what stands after a mark of click is set as it is."""
    parts = []
    for part in re.split(r"\n\s*\n", said.strip()):
        if part.lstrip().startswith("\b"):
            kept = "\n".join(part.replace("\b", "").strip("\n").splitlines())
            parts.append(f"```text\n{kept}\n```")
        else:
            parts.append(html.escape(" ".join(part.split()), quote=False))
    return "\n\n".join(parts)
