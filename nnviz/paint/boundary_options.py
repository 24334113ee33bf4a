"""What the boundary picture shows besides the map."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BoundaryOptions:
    """`hard`: the decision without its certainty; `test`: test points; `wrong`: rings around wrong points."""

    hard: bool = False
    test: bool = True
    wrong: bool = True
