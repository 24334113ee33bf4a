"""The pages that are made from the code are those the code makes today; what they name exists."""

import re
import runpy
from pathlib import Path

import msgspec
import numpy as np
import pytest

from nnviz.data.catalogue import DATA_SETS
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", ["file_format", "modules"])
def test_a_page_made_from_the_code_is_current(name: str) -> None:
    maker = runpy.run_path(str(ROOT / "scripts" / f"make_{name}_page.py"))
    written = maker["PAGE"].read_text(encoding="utf-8")
    assert maker["page"]() == written, f"run python scripts/make_{name}_page.py"
    assert len(written) > 5000


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    files = {path.name for folder in ("nnviz", "scripts", "tests") for path in (ROOT / folder).rglob("*.py")}
    named = {Path(name).name for name in re.findall(r"[\w/]+\.py\b", text)} - {"app.py"}
    assert named <= files
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert all(((ROOT / page).parent / link).exists() for link in links)


def _sections(page: str) -> dict[str, str]:
    """Return the paragraphs of a page by their headings of the third level."""
    parts = re.split(r"^### (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _defaults(text: str) -> dict[str, str]:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\S.*?) \|$", text, flags=re.MULTILINE)
    return {key: default.strip("`") for key, default in rows}


def test_defaults_that_the_page_states_are_those_of_each_data_set() -> None:
    page = (ROOT / "docs" / "experiment-file.md").read_text(encoding="utf-8")
    common = _defaults(page.split("Of every data set:")[1].split("###")[0])
    sections = _sections(page)
    assert set(sections) == set(DATA_SETS)
    looked_at = 0
    for name, kind in DATA_SETS.items():
        stated = {**common, **_defaults(sections[name])}
        for field in msgspec.structs.fields(kind):
            if field.name in (
                "noise",
                "standardize",
                "test_fraction",
                "validation_fraction",
                "samples",
                "seed",
            ):
                assert stated[field.name] == str(field.default).lower(), (name, field.name)
                looked_at += 1
    assert looked_at > 100


def test_where_noise_goes_is_stated_for_each_data_set() -> None:
    page = (ROOT / "docs" / "experiment-file.md").read_text(encoding="utf-8")
    for name, text in _sections(page).items():
        kind = DATA_SETS[name]
        if "noise" not in kind.__struct_fields__:
            continue
        quiet, noisy = (kind(noise=noise).make(np.random.default_rng(0)) for noise in (0.0, 0.5))
        moves_targets = np.array_equal(quiet.X, noisy.X)
        assert ("normal error added to the target" in text) is moves_targets, name
        assert moves_targets is not quiet.is_classification


def test_fractions_of_the_split_are_limited_as_the_page_says() -> None:
    page = (ROOT / "docs" / "experiment-file.md").read_text(encoding="utf-8")
    (limit,) = re.findall(r"`validation_fraction` and `test_fraction` together are at most ([\d.]+);", page)
    spec = load_spec(find("xor-quickstart"))
    fits = {"data.validation_fraction": 0.5, "data.test_fraction": float(limit) - 0.5}
    assert with_values(spec, fits).data.test_fraction == pytest.approx(0.45)
    with pytest.raises(SpecError, match="together"):
        with_values(spec, {**fits, "data.test_fraction": float(limit) - 0.49})
