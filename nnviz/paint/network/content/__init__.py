"""What a network diagram shows, and how it is read off a moment: painters know the record, and no runs."""
