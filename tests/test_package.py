"""The package for computers without Python starts where nothing else is, and a desktop can show it."""

import configparser
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "scripts" / "linux_package" / "files"
C_LIBRARY = ("libc", "libm", "libdl", "librt", "libpthread", "libutil", "libresolv")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a package for Linux")
LONG = "makes the package, which takes minutes and 0.8 GB: set NNVIZ_TEST_LONG=1"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make the package; half a minute and 700 MB, which go again."""
    if not os.environ.get("NNVIZ_TEST_LONG"):
        pytest.skip(LONG)
    folder = tmp_path_factory.mktemp("package")
    command = [sys.executable, ROOT / "scripts" / "make_package.py", "--folder-only", "--output", folder]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=600)
    (made,) = folder.iterdir()
    yield made
    shutil.rmtree(folder)


def in_bare_root(package: Path, root: Path) -> list[str]:
    """Return the beginning of a command that runs in a root of the package, a shell and the C library alone.

    Where the system allows no such root, the package is at least run without anything in PATH.
    """
    libraries = Path(subprocess.check_output([sys.executable, "-c", WHERE_C_IS], text=True).strip()).parent
    for place in (libraries.relative_to("/"), "bin", "tmp", "opt", "home", "proc"):
        (root / place).mkdir(parents=True, exist_ok=True)
    for name in C_LIBRARY:
        for path in libraries.glob(f"{name}.so.[0-9]*"):
            shutil.copy(path, root / libraries.relative_to("/"))
    for loader in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"):
        if Path(loader).exists():
            (root / loader[1:]).parent.mkdir(exist_ok=True)
            shutil.copy(loader, root / loader[1:])
    shutil.copy(Path("/bin/sh").resolve(), root / "bin" / "sh")
    shutil.copytree(package, root / "opt" / "nnviz", copy_function=os.link, symlinks=True)
    spaces = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--mount-proc=/proc"]
    bare = ["unshare", *spaces, "--root", str(root)]
    if subprocess.run([*bare, "/bin/sh", "-c", ":"], capture_output=True, check=False).returncode == 0:
        return [*bare, "/opt/nnviz/nnviz"]
    return [str(package / "nnviz")]


WHERE_C_IS = "import re; print(re.search(r'\\S+/libc[.-]\\S*so\\S*', open('/proc/self/maps').read())[0])"


def test_it_runs_where_nothing_else_is(package: Path, tmp_path: Path) -> None:
    nnviz = in_bare_root(package, tmp_path)

    def run(*arguments: str) -> str:
        environment = {"HOME": "/home", "PATH": "/nowhere", "PYTHONHOME": "/wrong", "PYTHONPATH": "/wrong"}
        done = subprocess.run(
            [shutil.which(nnviz[0]) or nnviz[0], *nnviz[1:], *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("--version").startswith("nnviz ")
    assert '"xor-quickstart"' in run("list", "--json")
    assert "accuracy" in run("train", "xor-quickstart", "--epochs", "2")
    assert "missing" not in run("doctor").lower().partition("optional")[0]
    figure = "/tmp/figure.pdf" if "--root" in nnviz else str(tmp_path / "figure.pdf")
    run("export", "xor-quickstart", "--epochs", "2", "--figure", "board", "-o", figure)
    written = tmp_path / "tmp" / "figure.pdf" if "--root" in nnviz else Path(figure)
    assert written.read_bytes().startswith(b"%PDF")


def test_it_leaves_out_what_nobody_runs(package: Path) -> None:
    names = {path.name for path in package.rglob("*")}
    assert names >= {"libxcb-cursor.so.0", "libqxcb.so", "libQt6Svg.so.6", "METADATA"}
    assert not {"libQt6Quick.so.6", "libQt6Designer.so.6", "_pytest", "mypy", "libc.so.6"} & names
    size = sum(path.stat().st_size for path in package.rglob("*") if path.is_file())
    assert size < 1_000_000_000


def test_the_launcher_works_through_a_link_and_from_any_folder(package: Path, tmp_path: Path) -> None:
    link = tmp_path / "bin" / "nnviz"
    link.parent.mkdir()
    link.symlink_to(package / "nnviz")
    (tmp_path / "numpy.py").write_text("raise SystemExit('a file of the folder was run')", encoding="utf-8")
    said = subprocess.run([link, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("nnviz ")


def test_the_menu_entry_names_files_that_are_known_and_an_icon_that_ships() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(FILES / "nnviz.desktop", encoding="utf-8")
    shown = entry["Desktop Entry"]
    types = ET.parse(FILES / "nnviz.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    ours = [kind.attrib["type"] for kind in types.iter(f"{space}mime-type")]
    assert ours
    assert set(ours) < set(shown["MimeType"].split(";"))
    assert [glob.attrib["pattern"] for glob in types.iter(f"{space}glob")] == ["*.nnviz"]
    assert (ROOT / "resources" / "icons" / f"{shown['Icon']}.svg").exists()


@pytest.mark.parametrize("place", ["plain", 'a "b" $c `d` 100% & e|f'])
def test_installing_puts_it_into_the_menu_and_removing_takes_it_out(tmp_path: Path, place: str) -> None:
    folder, home = tmp_path / place, tmp_path / "home"
    home.mkdir()
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import make_package  # noqa: PLC0415

        folder.mkdir()
        make_package.add_entrance(folder)
    finally:
        sys.path.pop(0)
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}

    def install(*arguments: str) -> str:
        command = [folder / "install.sh", *arguments]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, cwd="/")
        assert done.stderr == ""
        return done.stdout

    assert "menu" in install()
    entry = (home / ".local/share/applications/nnviz.desktop").read_text(encoding="utf-8")
    (line,) = [line for line in entry.splitlines() if line.startswith("Exec=")]
    assert run_by_a_desktop(line.removeprefix("Exec=")) == [str(folder / "nnviz"), "%f"]
    assert (home / ".local/bin/nnviz").resolve() == folder / "nnviz"
    assert (home / ".local/share/mime/packages/nnviz.xml").exists()
    install("--remove")
    left = [path for path in home.rglob("*") if path.is_file() and path.name.startswith("nnviz")]
    assert left == []


def run_by_a_desktop(line: str) -> list[str]:
    """Return the words of a line `Exec=` as the specification of desktop entries says they are read."""
    unescaped = line.replace("\\\\", "\\")  # that of the values of all keys
    words, word, quoted, at = [], "", False, 0
    while at < len(unescaped):
        sign = unescaped[at]
        if sign == '"':
            quoted = not quoted
        elif quoted and sign == "\\":
            at += 1
            word += unescaped[at]
        elif sign == " " and not quoted:
            words.append(word)
            word = ""
        else:
            word += sign
        at += 1
    return [word.replace("%%", "%") for word in (*words, word)]
