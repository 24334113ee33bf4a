"""A lab report in one file: Markdown, HTML that needs no other file, or PDF, with the figures inside."""

import base64
import html
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtGui import QImage

from nnviz import __version__
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.exporter import Exporter
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.options import ExportOptions
from nnviz.export.page.application import ensure_application
from nnviz.export.page.devices import image_of_page, svg_of
from nnviz.export.page.page import MM_PER_INCH, Page, page_of
from nnviz.export.page.png import png_of
from nnviz.export.report.about import harmless_markdown, html_of_about
from nnviz.export.report.content import Chapter, Report, ReportTable, report_of
from nnviz.export.report.pdf import TEXT_PT, FiguresOfPages, pages_of
from nnviz.export.run import Run
from nnviz.export.shown import Shown
from nnviz.paint.drawing.fonts import FAMILY
from nnviz.paint.drawing.theme import PRINT

FIGURE_MM = 135.0
MARGIN_MM = 20.0
PICTURE_DPI = 192.0
UNITS_PER_MM = 96.0 / MM_PER_INCH  # CSS pixels


def write_report(run: Run, path: Path, options: ExportOptions) -> None:
    """Write the report on a run in the format of the suffix."""
    ensure_application()
    report = report_of(run)
    # A report is on white paper of its own size, whatever the preset of single figures.
    preset = replace(options.preset, width_mm=FIGURE_MM, height_mm=0.0, theme=PRINT.name)
    page_options = replace(options, preset=preset, transparent=False)
    WRITERS[path.suffix.lower()](report, run.snapshot, path, page_options)


def markdown_of(report: Report, snapshot: RunInstant, options: ExportOptions) -> str:
    """Return the report as Markdown; pictures are at the end, as data."""
    lines = [f"# {_escaped(report.title)}", ""]
    if report.about:
        lines += [harmless_markdown(report.about), ""]
    pictures = []
    for chapter in report.chapters:
        lines += [f"## {chapter.title}", ""]
        if chapter.text:
            lines += [_escaped(chapter.text), ""]
        if chapter.table:
            lines += [*_markdown_table(chapter.table), ""]
        if chapter.figure:
            lines += [f"![{chapter.title}][{chapter.figure}]", ""]
            image = _image(chapter.figure, snapshot, replace(options, dpi=PICTURE_DPI))
            pictures.append(f"[{chapter.figure}]: data:image/png;base64,{_base64(png_of(image))}")
    return "\n".join([*lines, _signature(), "", *pictures, ""])


def _markdown_table(table: ReportTable) -> Iterator[str]:
    yield _row(table.heads)
    rest = "---:" if table.numbers else "---"
    yield "|" + "|".join(["---", *[rest] * (len(table.heads) - 1)]) + "|"
    for row in table.rows:
        yield _row(row)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_escaped(cell).replace("|", "\\|") for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    plain = " ".join(text.split())
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in plain)


def html_of(report: Report, picture: Callable[[str], str]) -> str:
    """Return the report as HTML; `picture` returns the source of a figure's image."""
    title = html.escape(report.title)
    about = html_of_about(report.about)
    chapters = "\n".join(_html_chapter(chapter, picture) for chapter in report.chapters)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>\n{_style()}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{about}{chapters}\n"
        f'<p class="quiet">{html.escape(_signature())}</p>\n</body>\n</html>\n'
    )


def _html_chapter(chapter: Chapter, picture: Callable[[str], str]) -> str:
    new_page = ' style="page-break-before: always"' if chapter.new_page else ""
    parts = [f"<h2{new_page}>{html.escape(chapter.title)}</h2>"]
    if chapter.text:
        parts.append(f"<p>{html.escape(chapter.text)}</p>")
    if chapter.table:
        parts.append(_html_table(chapter.table))
    if chapter.figure:
        width = round(FIGURE_MM * UNITS_PER_MM)
        source = picture(chapter.figure)
        parts.append(f'<p><img src="{source}" width="{width}" alt="{html.escape(chapter.title)}"></p>')
    return "\n".join(parts)


def _html_table(table: ReportTable) -> str:
    def cells(row: tuple[str, ...], tag: str) -> str:
        aligned = [
            ' align="left"',
            *[' align="right"' if table.numbers else ' align="left"'] * (len(row) - 1),
        ]
        return "".join(
            f"<{tag}{align}>{html.escape(cell)}</{tag}>" for align, cell in zip(aligned, row, strict=True)
        )

    rows = "\n".join(f"<tr>{cells(row, 'td')}</tr>" for row in table.rows)
    return f'<table cellspacing="0">\n<tr>{cells(table.heads, "th")}</tr>\n{rows}\n</table>'


def _style() -> str:
    return (
        f"html {{ max-width: {FIGURE_MM + 2 * MARGIN_MM:g}mm; margin: 0 auto; }}\n"  # Qt would indent tables
        f"body {{ font-family: {FAMILY}, Arial, sans-serif; font-size: {TEXT_PT}pt; color: {PRINT.ink}; }}\n"
        f"h1 {{ font-size: {1.8 * TEXT_PT:g}pt; }}\n"
        f"h2 {{ font-size: {1.3 * TEXT_PT:g}pt; margin-top: 18px; }}\n"
        "table { margin-top: 4px; margin-bottom: 14px; }\n"
        f"th, td {{ border-bottom: 1px solid {PRINT.line}; padding: 1px 12px 1px 0px; }}\n"
        f"th {{ color: {PRINT.quiet}; font-weight: normal; }}\n.quiet {{ color: {PRINT.quiet}; }}\n"
        "img { max-width: 100%; height: auto; }\n"
    )


def _write_markdown(report: Report, snapshot: RunInstant, path: Path, options: ExportOptions) -> None:
    path.write_text(markdown_of(report, snapshot, options), encoding="utf-8")


def _write_html(report: Report, snapshot: RunInstant, path: Path, options: ExportOptions) -> None:
    def picture(name: str) -> str:
        svg = svg_of(FIGURES[name], snapshot, options)
        return f"data:image/svg+xml;base64,{_base64(svg.encode())}"

    path.write_text(html_of(report, picture), encoding="utf-8")


def _write_pdf(report: Report, snapshot: RunInstant, path: Path, options: ExportOptions) -> None:
    names = {chapter.figure for chapter in report.chapters if chapter.figure}
    pages = {name: (FIGURES[name], _page(name, snapshot, options)) for name in names}
    figures = FiguresOfPages(pages, snapshot, options.shown or Shown())
    path.write_bytes(pages_of(html_of(report, lambda name: name), report.title, figures))


def _image(name: str, snapshot: RunInstant, options: ExportOptions) -> QImage:
    figure = FIGURES[name]
    return image_of_page(_page(name, snapshot, options), figure, snapshot, options)


def _page(name: str, snapshot: RunInstant, options: ExportOptions) -> Page:
    page = page_of(FIGURES[name], snapshot, options)
    if page.warning:
        options.task.warn(page.warning)
    return page


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _signature() -> str:
    return f"Written by nnviz {__version__}."


WRITERS: dict[str, Callable[[Report, RunInstant, Path, ExportOptions], None]] = {
    ".md": _write_markdown,
    ".html": _write_html,
    ".pdf": _write_pdf,
}
REPORT = Exporter("report", tuple(WRITERS), "Lab report", write_report, paints=True)
