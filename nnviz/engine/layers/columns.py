"""The columns of the table of layers that kernels read: `layers[row + UNITS]`, and their number.

`KIND` is the code of the kind of layer. `UNITS` are the numbers a layer puts out, which lie from `UNITS_AT`
on among those of a block; `WEIGHTS_AT` and `BIASES_AT` are where its parameters lie; `DROP_BELOW` is its
dropout as a share of 2^53.
"""

from __future__ import annotations

KIND, UNITS, ACTIVATION, UNITS_AT, WEIGHTS_AT, BIASES_AT, HAS_BIAS, DROP_BELOW, COLUMNS = range(9)
