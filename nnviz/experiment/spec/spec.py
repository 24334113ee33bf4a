"""The experiment file: what to run, as frozen records that are valid as soon as they exist."""

from typing import Annotated, Any

import msgspec
import tomli_w
from msgspec import Meta, Struct

from nnviz.data.base import DataSet
from nnviz.experiment.spec.sections import NetworkSpec, TrainingSpec
from nnviz.experiment.spec.stop_section import StopSpec

Title = Annotated[str, Meta(title="Title", description="What the picker shows.", max_length=200)]
About = Annotated[str, Meta(title="About", description="What to look for, in Markdown.", max_length=20_000)]
Lab = Annotated[str, Meta(title="Lab", description="The group in the picker.", max_length=40)]


class Spec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One experiment: its data, its network, and how it is trained.

    Made by `reading.load_spec`, `reading.spec_from_dict` or `fields.with_value`, all of which validate.
    """

    title: Title = ""
    about: About = ""
    lab: Lab = ""
    data: DataSet
    network: NetworkSpec
    training: TrainingSpec
    stop: StopSpec = StopSpec()

    def to_toml(self) -> str:
        """Return the experiment file, with every value written out; reading it gives an equal Spec."""
        return tomli_w.dumps(to_dict(self))

    def with_guesses(self) -> "Spec":
        """Return the experiment with what was guessed of its table written out, as its file says it."""
        data = self.data.written_out()
        return self if data is self.data else msgspec.structs.replace(self, data=data)


def to_dict(spec: Spec) -> dict[str, Any]:
    """Return the experiment as plain values; keys without a value are left out."""
    plain: dict[str, Any] = msgspec.to_builtins(spec)
    network = plain["network"]
    for key in ("weights", "biases"):
        if network[key] is None:
            del network[key]
    plain["data"] = _without_none(plain["data"])
    network["layers"] = [
        _without_none(entry) if isinstance(entry, dict) else entry for entry in network["layers"]
    ]
    return plain


def _without_none(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}


def with_aims_of(spec: Spec, other: Spec) -> Spec:
    """Return a spec that computes the same, with the texts and the end of another."""
    if _aims(spec) == _aims(other):
        return spec
    training = msgspec.structs.replace(spec.training, epochs=other.training.epochs)
    return msgspec.structs.replace(
        spec, title=other.title, about=other.about, lab=other.lab, training=training, stop=other.stop
    )


def _aims(spec: Spec) -> tuple[object, ...]:
    return spec.title, spec.about, spec.lab, spec.training.epochs, spec.stop
