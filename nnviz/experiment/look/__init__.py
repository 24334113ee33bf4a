"""Computing what is looked at: maps, traces, health, the loss surface."""
