"""How numbers and errors go through each kind of layer: windows, and the way down."""
