"""The other pictures: output, curves, health, loss surface."""
