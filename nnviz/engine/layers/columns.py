"""The columns of the table of layers that kernels read: `layers[row + UNITS]`, and their number.

`KIND` is the code of the kind of layer. `UNITS` are the numbers a layer puts out, which lie from `UNITS_AT`
on among those of a block; `WEIGHTS_AT` and `BIASES_AT` are where its parameters lie; `DROP_BELOW` is its
dropout as a share of 2^53. `HEIGHT`, `WIDTH` and `CHANNELS` are those of its maps (1, 1 and the units where
it is dense). A window of `WINDOW_HEIGHT` times `WINDOW_WIDTH` moves over maps of `ROOM_HEIGHT` times
`ROOM_WIDTH` in steps of `STRIDE_Y` and `STRIDE_X`; these are the maps of the layer before, or those with
zeros around, of which `TOP` rows come first and `LEFT` columns. `OWN_AT` is where a block has room for what
a kind needs besides, 0 where it needs none.
"""

from __future__ import annotations

(
    KIND,
    UNITS,
    ACTIVATION,
    UNITS_AT,
    WEIGHTS_AT,
    BIASES_AT,
    HAS_BIAS,
    DROP_BELOW,
    HEIGHT,
    WIDTH,
    CHANNELS,
    WINDOW_HEIGHT,
    WINDOW_WIDTH,
    ROOM_HEIGHT,
    ROOM_WIDTH,
    STRIDE_Y,
    STRIDE_X,
    TOP,
    LEFT,
    OWN_AT,
    COLUMNS,
) = range(21)

MOMENTUM, EPSILON, NUMBERS = range(3)
"""The columns of the table of what is no whole number: `numbers[layer * NUMBERS + EPSILON]`."""
