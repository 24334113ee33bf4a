"""Transport, counters, and the timer that hands snapshots to the views."""
