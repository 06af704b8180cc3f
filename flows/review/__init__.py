"""The curator's desk: rows written to the files of corrections, and a queue of what to look at next."""
