"""Amounts: money, percentages and counts of people, with their values and units."""

from flows.extract.amounts.find import find_amounts

__all__ = ["find_amounts"]
