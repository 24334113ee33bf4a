"""Cells for spreadsheets: what is copied or written is text and numbers, never something to be computed."""

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def no_formula(cell: str) -> str:
    """Return what a spreadsheet takes for text or a number: names and titles are text of strangers."""
    if not cell.startswith(_BEGINS_A_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def copied_cell(cell: str) -> str:
    """Return a cell of a table that is copied, on one line and without a tab, and never a formula."""
    return no_formula(" ".join(cell.split()))
