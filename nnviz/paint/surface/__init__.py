"""The loss surface, as a map and as a solid."""
