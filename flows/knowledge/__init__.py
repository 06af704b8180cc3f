"""The knowledge that extraction and resolution know by heart: CSV tables, and how they are read."""
