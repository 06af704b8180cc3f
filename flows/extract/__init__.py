"""What one article says: its names, times, amounts and events, each on its own characters."""
