"""Facts about the whole corpus that cleaning and publishing read: recurring lines, near-duplicates."""
