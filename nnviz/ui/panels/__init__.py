"""What holds the views of the window: the record of a panel, docks, their places; it knows no view."""
