"""The lab report."""
