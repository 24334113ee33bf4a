"""What the network answers, and the data it is asked about."""
