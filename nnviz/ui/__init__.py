"""Windows, controls and views."""
