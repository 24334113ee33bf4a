"""Every reader of files, with files that are damaged: they are read or refused, in one sentence.

`scripts/fuzz.py` does it with as many as one likes.
"""

from pathlib import Path

import pytest
from fuzz import Ground
from fuzzing.readers import READERS, Reader

RESULTS = ("read", "refused", "refused inside")
COUNT, COUNT_OF_PROCESSES = 40, 2
SEED = 3


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_is_damaged_is_read_or_refused(reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "ground"
    folder.mkdir()
    ground = Ground(reader, folder)
    for name, result in ground.unchanged().items():
        assert result == ("refused" if name.startswith("refused") else "read"), name
    told: list[str] = []
    results = [ground.one(number, SEED, told.append) for number in range(_count(reader))]
    assert told == []
    assert set(results) <= set(RESULTS)


def _count(reader: Reader) -> int:
    return COUNT_OF_PROCESSES if reader.name in ("xlsx", "ods") else COUNT
