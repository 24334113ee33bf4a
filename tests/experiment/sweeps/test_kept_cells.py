"""Sweeps go on where they were stopped; files that are none, or another sweep's, are left alone."""

import json
from pathlib import Path

import pytest
from planned_sweeps import numbers, plan, swept

from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.sweeps.kept_cells import KeptCells, KeptCellsError
from nnviz.experiment.sweeps.sweep import Sweep

pytestmark = pytest.mark.usefixtures("compiled_engine")

RATES = "training.learning_rate=0.1:2:6"


def _stopped(file: Path, after: int) -> Sweep:
    planned = plan("lab-b-xor", RATES, seeds=2, training__epochs=50)
    sweep = Sweep(planned, KeptCells(file, planned.base))
    for answered in sweep.run(Crew(1)):
        if answered >= after:
            break
    return sweep


def test_goes_on_where_it_was_stopped(tmp_path):
    file = tmp_path / "kept.json"
    stopped = _stopped(file, after=5)
    assert 5 <= stopped.done < 12
    planned = plan("lab-b-xor", RATES, seeds=2, training__epochs=50)
    again = Sweep(planned, KeptCells(file, planned.base))
    assert again.found == stopped.done
    ran = list(again.run(Crew(2)))
    assert len(ran) == 12 - stopped.done
    straight = swept(planned)
    assert list(map(numbers, again.outcomes)) == list(map(numbers, straight.outcomes))
    assert [each.curve for each in again.outcomes] == [each.curve for each in straight.outcomes]
    assert Sweep(planned, KeptCells(file, planned.base)).done == 12


def test_more_seeds_and_values_keep_what_is_done(tmp_path):
    file = tmp_path / "kept.json"
    _stopped(file, after=12)
    more = plan("lab-b-xor", RATES, seeds=4, training__epochs=50)
    sweep = Sweep(more, KeptCells(file, more.base))
    assert sweep.found == 12
    list(sweep.run(Crew(2)))
    fewer = plan("lab-b-xor", "training.learning_rate=0.1,7", seeds=1, training__epochs=50)
    sweep = Sweep(fewer, KeptCells(file, fewer.base))
    assert sweep.found == 1
    list(sweep.run(Crew(1)))
    assert len(json.loads(file.read_text())["cells"]) == 25  # those of other values stay in the file


def test_another_experiment_is_noticed(tmp_path):
    file = tmp_path / "kept.json"
    _stopped(file, after=3)
    before = file.read_bytes()
    other = plan("lab-b-xor", RATES, seeds=2, training__epochs=60)
    with pytest.raises(KeptCellsError, match=r"training\.epochs was 50 there and is 60 now"):
        KeptCells(file, other.base)
    with pytest.raises(KeptCellsError, match=r"data\.name"):
        KeptCells(file, plan("lab-b-linear", RATES).base)
    assert file.read_bytes() == before


def test_a_changed_table_of_data_is_noticed(tmp_path):
    table, file = tmp_path / "points.csv", tmp_path / "kept.json"
    for rows, found in ((20, 0), (20, 2), (30, 0)):
        table.write_text("a,b,class\n" + "".join(f"{i},{-i},{i % 2}\n" for i in range(rows)))
        planned = plan(
            "lab-b-xor",
            "training.learning_rate=0.1,1",
            data__name="csv",
            data__path=str(table),
            training__epochs=5,
        )
        sweep = Sweep(planned, KeptCells(file, planned.base))
        assert sweep.found == found
        list(sweep.run(Crew(1)))


@pytest.mark.parametrize(
    "content", [b"", b"notes", b"[1, 2]", b'{"cells": []}', b"\xff\xfe\x00", b"[" * 100_000]
)
def test_other_files_are_refused_and_left_alone(tmp_path, content):
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    with pytest.raises(KeptCellsError, match=r"notes\.txt is no file that keeps the cells of a sweep"):
        KeptCells(file, plan("lab-b-xor", RATES).base)
    assert file.read_bytes() == content


def test_files_of_another_version_are_refused(tmp_path):
    file = tmp_path / "kept.json"
    _stopped(file, after=2)
    document = json.loads(file.read_text())
    for change, words in (({"version": "0.0.7"}, "made by nnviz 0.0.7"), ({"nnviz_sweep": 99}, "format 99")):
        file.write_text(json.dumps(document | change))
        with pytest.raises(KeptCellsError, match=words):
            KeptCells(file, plan("lab-b-xor", RATES, training__epochs=50).base)
