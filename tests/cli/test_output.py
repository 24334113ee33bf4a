"""What is printed as JSON is JSON: a number that JSON does not have is a mistake of ours."""

import json
import math

import pytest

from nnviz.cli.output import show


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_json_does_not_have_is_never_printed(number, capsys):
    with pytest.raises(ValueError, match="JSON"):
        show({"loss": number}, True, str)
    assert capsys.readouterr().out == ""


def test_a_report_is_printed_in_one_way(capsys):
    show({"loss": 0.1, "title": "é"}, True, str)
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert json.loads(printed) == {"loss": 0.1, "title": "é"}
    show({"loss": 0.1}, False, lambda report: f"loss {report['loss']}")
    assert capsys.readouterr().out == "loss 0.1\n"
