"""The proof of the labs: running them from several seeds, and the page that shows the results."""
