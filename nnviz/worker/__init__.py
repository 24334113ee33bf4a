"""The one place with threads: the training worker and its mailbox."""
