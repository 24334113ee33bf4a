"""What each layer sees: samples as points of the plane, by t-SNE or linearly, along with training."""
