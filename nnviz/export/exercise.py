"""Sheets of exercises as pages of PDF."""

from pathlib import Path

from nnviz.explain.exercise.document import html_of_sheet
from nnviz.explain.exercise.sheet import Sheet
from nnviz.export.page.application import ensure_application
from nnviz.export.report.pdf import pages_of
from nnviz.files import written_whole
from nnviz.paint.drawing.lettering import without_font
from nnviz.paint.drawing.missing_letters import said_of
from nnviz.paint.drawing.theme import Style


def write_pdf(sheet: Sheet, path: Path, with_key: bool) -> str:
    """Write a sheet, or its key, as A4 pages.

    Returns
    -------
    str
        One sentence about letters of the title that no font here has; empty if all are there.

    Raises
    ------
    WriteError
        If the file cannot be written.
    """
    ensure_application()
    pages = pages_of(html_of_sheet(sheet, with_key), sheet.title)
    with written_whole(path, replace=True) as partial:
        partial.write_bytes(pages)
    return said_of(without_font(sheet.title, Style()), "in the file")
