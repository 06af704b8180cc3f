"""Corrections: what a curator knows better, read from files, checked, applied at the stage that it is about."""
