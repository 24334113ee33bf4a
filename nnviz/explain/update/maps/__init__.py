"""The steps of an update in layers of maps: convolution, pooling, flattening, batch normalisation."""
