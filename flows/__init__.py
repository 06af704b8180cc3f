"""Marsad's program: one folder a stage, in the order that the data takes."""
