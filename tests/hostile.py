"""An experiment whose names are attacks: title, description, columns and classes of its table."""

import csv
import json
from pathlib import Path

from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec

HARMLESS = ("plain", "simple", "usual \u4f60")
ABOUT = "A *word*, `code`, **bold**, [a page](https://example.org)\n\n"
ATTACKS = (
    (
        "<img src=file:///dev/zero onerror=alert(1)>",
        "]]></style></script><script>alert(1)</script>",
        "&lt;b&gt;",
    ),
    (r"\input{/etc/passwd}\write18{id}", r"}\end{document} %", r"$x_1$ ^^5c # & ~ {"),
    ('"""; import os; os.system("id") #', "'''\\\n\"\"\"", "\\N{BULLET}{0}%s\\"),
    ('=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(1)"),
    ("![x](file:///dev/zero)", "[y](javascript:alert(1))", "`a` | b <b>c</b> # _d_"),
    ("a\u202eb\u2066c", "caf\u00e9 \u4f60\u597d \U0001f600", "a\u0301\u200b&#x3c;script&#62;"),
)


def experiment(names: tuple[str, ...], folder: Path) -> Spec:
    """Write `own.toml` and its table into a new folder, and return the experiment."""
    folder.mkdir()
    with (folder / "own.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*names[:2], "kind " + names[2]])
        lines.writerows([[f"{k % 7 / 3}", f"{k % 5 / 2}", names[k % 3]] for k in range(60)])
    about = json.dumps(ABOUT + "\n\n".join(names), ensure_ascii=False)
    (folder / "own.toml").write_text(
        f"title = {json.dumps(names[0], ensure_ascii=False)}\nabout = {about}\n"
        '[data]\nname = "table"\npath = "own.csv"\n'
        '[network]\nlayers = [2, 3, 3]\nactivation = ["tanh", "softmax"]\n'
        '[training]\nloss = "log_loss"\nepochs = 3\nbatch_size = 10\n',
        encoding="utf-8",
    )
    return load_spec(folder / "own.toml")
