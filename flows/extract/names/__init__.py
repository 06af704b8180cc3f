"""The names of an article: people, bodies, places, laws and events, linked to the knowledge and to each other."""

from flows.extract.names.finder import find_names

__all__ = ["find_names"]
