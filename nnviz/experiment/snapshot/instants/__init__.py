"""One moment, as those know it who need its time, its data, its network, or the course of its run."""
