"""Show which pictures and texts are not what is kept, and accept them: scripts/goldens.py [NAME ...].

For each picture that differs, old, new and difference go side by side into build/goldens/NAME.png; of a text
the lines that differ are printed. Then it asks whether to accept it; `--accept` takes all, `--show` none.
Names may have wildcards: "figure-*", "text-*".
"""

import argparse
import os
import sys
from fnmatch import fnmatch
from pathlib import Path

import python_check  # noqa: F401  (ends here with a sentence where Python is too old for the rest)
from environment import ROOT

SHEETS = ROOT / "build" / "goldens"


def main() -> int:
    """Compare, show, ask; return 1 if anything still differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", default=["*"])
    parser.add_argument("--accept", action="store_true", help="accept all of them without asking")
    parser.add_argument("--show", action="store_true", help="accept nothing, ask nothing")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for variable in ("QT_SCALE_FACTOR", "QT_FONT_DPI", "QT_SCREEN_SCALE_FACTORS"):
        os.environ.pop(variable, None)
    sys.path[:0] = [str(ROOT / "tests" / folder) for folder in ("golden", "export", "")]
    remain = _compare(options) + _compare_texts(options)
    remain += 0 if options.names != ["*"] else _clear(accept=options.accept)
    print("Everything is as it was accepted." if not remain else f"{remain} still differ.")
    return min(remain, 1)


def _compare(options: argparse.Namespace) -> int:
    """Go through the pictures asked for; return how many differ and were not accepted."""
    from comparing import difference_in_words, keep, kept, pixels_of, side_by_side  # noqa: PLC0415 (see above)
    from gallery import names, picture  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from nnviz.engine.compiling.background import ensure_compiled  # noqa: PLC0415
    from nnviz.ui.application import make_application  # noqa: PLC0415

    app = make_application()
    ensure_compiled()
    remain = 0
    for name in [name for name in names() if any(fnmatch(name, asked) for asked in options.names)]:
        old, new = kept(name), pixels_of(picture(name))
        found = difference_in_words(old, new)
        if not found:
            continue
        SHEETS.mkdir(parents=True, exist_ok=True)
        sheet = SHEETS / f"{name}.png"
        Image.fromarray(side_by_side(old, new)).save(sheet)
        print(f"{name}: {found}: {sheet.relative_to(ROOT)}", flush=True)
        if options.accept or (not options.show and _says_yes(sheet)):
            keep(name, new)
        else:
            remain += 1
    del app
    return remain


def _compare_texts(options: argparse.Namespace) -> int:
    """Do the same with texts, which are called text-NAME here."""
    from kept_texts import TEXTS_KEPT, difference_in_lines, keep_text, kept_text, text  # noqa: PLC0415

    remain = 0
    for name in TEXTS_KEPT:
        if not any(fnmatch(f"text-{name}", asked) for asked in options.names):
            continue
        new = text(name)
        found = difference_in_lines(kept_text(name), new)
        if not found:
            continue
        print(f"text-{name}:\n{found}", flush=True)
        if options.accept or (not options.show and _says_yes()):
            keep_text(name, new)
        else:
            remain += 1
    return remain


def _says_yes(sheet: Path | None = None) -> bool:
    """Open a sheet where that is possible, and ask."""
    if not sys.stdin.isatty():
        return False
    if sheet and hasattr(os, "startfile"):
        os.startfile(sheet)
    return input("  Accept it? [y/N] ").strip().lower() in ("y", "yes")


def _clear(*, accept: bool) -> int:
    """Remove pictures that nothing paints any more; return how many are left."""
    from comparing import FOLDER  # noqa: PLC0415
    from gallery import names  # noqa: PLC0415

    gone = [path for path in FOLDER.glob("*.png") if path.stem not in names()]
    for path in gone:
        print(f"{path.stem}: nothing paints it any more")
        if accept:
            path.unlink()
    return 0 if accept else len(gone)


if __name__ == "__main__":
    sys.exit(main())
