"""Controls that know nothing of networks."""
