"""What can be chosen by name: activations, losses, optimizers, schedules, initializers, a record each."""
