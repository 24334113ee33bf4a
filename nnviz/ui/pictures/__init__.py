"""What every painted view shares."""
