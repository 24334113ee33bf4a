"""A run over a table of one's own, and what may become of the table."""

from pathlib import Path

from nnviz.experiment.run_file.run_file import save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import load_spec

TEXT = """title = "Own"
[data]
name = "csv"
path = "own.csv"
validation_fraction = 0.25
[network]
layers = [2, 3, 1]
[training]
epochs = 3
"""
ROWS = "".join(f"{k % 7},{(k * k) % 5},{'yes' if k % 3 else 'no'}\n" for k in range(24))


def saved_run(folder: Path) -> Path:
    """Save a run over a table into a folder."""
    (folder / "own.csv").write_text("a,b,kind\n" + ROWS)
    (folder / "own.toml").write_text(TEXT)
    session = Session(load_spec(folder / "own.toml"))
    session.advance(40)
    save_run(session, folder / "own.nnviz")
    return folder / "own.nnviz"


def spoil(folder: Path, how: str) -> None:
    """Delete the table of a run, or change it."""
    if how == "deleted":
        (folder / "own.csv").unlink()
    else:
        (folder / "own.csv").write_text("a,b,c,kind\n" + "1,2,3,4.5\n2,3,4,6.5\n" * 4)
