"""Names in TikZ: Greek, accents, and letters that mean something to TeX."""

import shutil
import subprocess
from pathlib import Path

import pytest

from nnviz.export.tikz.text import OTHER_SCRIPT_LINES, name_of

NAMES = {
    "μήκος": r"{$\mu$$\eta$$\kappa$o$\varsigma$}",
    "σ²": r"{$\sigma$$^2$}",
    "λΛ Ω": r"{$\lambda$$\Lambda$ $\Omega$}",
    "x₁": "{x$_1$}",
    "café": r"{caf\'{e}}",
    "∂L": r"{$\partial$L}",
    "a_b 5%": r"{a\_b 5\%}",
    "класс": "{klass}",
    "Щёлочь, й": "{Shchjoloch', j}",
    "类_?": r"\otherscript{类\_?}{{?\_?}}",
    "why?": "{why?}",
    "Łódź æ – ≤": r"{\L{}\'{o}d\'{z} \ae{} -- $\leq$}",
    "x1^2": "$x_1^2$",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_as_tex(name: str) -> None:
    assert name_of(name) == NAMES[name]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
def test_every_greek_letter_and_accent_compiles(tmp_path: Path) -> None:
    letters = "".join(chr(code) for code in (*range(0x386, 0x3CF), *range(0xA1, 0x180), 0x2202, 0xB2, 0x2082))
    macros = "\n".join(OTHER_SCRIPT_LINES)
    body = (
        rf"\documentclass{{article}}{macros}\begin{{document}}{name_of(letters + '–…“≤∞→')}\end{{document}}"
    )
    (tmp_path / "names.tex").write_text(body, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "names.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout[-800:]
