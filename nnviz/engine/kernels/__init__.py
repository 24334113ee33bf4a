"""The kernels: forward, backward and update of one batch, and the loop over updates."""
