"""Running an experiment forward: one training run and its curves."""
