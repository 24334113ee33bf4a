"""The panels at the left: data, training, about; and the picker of experiments."""
