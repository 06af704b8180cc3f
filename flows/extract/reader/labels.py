"""What the reader's heads tell: their classes, in the order of the network's outputs."""

from __future__ import annotations

NAME_TYPES = ("PERS", "ORG", "GPE", "LOC", "FAC", "LAW", "EVENT")
NAME_TAGS = ("O", *(f"{part}-{kind}" for kind in NAME_TYPES for part in "BI"))
"""BIO tags of a word: no name, a name's first word, a further word of it."""

TRIGGER_TAGS = ("O", "B", "I")

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip

STATUSES = ("happened", "planned", "hypothetical", "denied")

ROLES = ("none", "actor", "recipient", "place")
"""What a naming is to a trigger of its window."""

CUTS = 4
"""Letters that stand attached before a name's or a trigger's own first letter: 0 to 3 (`ولل`)."""

WIDTH = 48
"""Dimensions in which a trigger and a naming are compared, for each role but none."""

REACHES = (1, 2, 4, 7, 12, 20, 35)
"""Upper bounds, in words, of the distances that the party head tells apart, on either side."""


def reach(distance: int, *, is_same_sentence: bool) -> int:
    """Return the bucket of a naming's distance from a trigger, in words; negative for a naming before it."""
    size = next((i for i, most in enumerate(REACHES) if abs(distance) <= most), len(REACHES))
    side = 0 if distance < 0 else 1
    return (size * 2 + side) * 2 + is_same_sentence


REACH_COUNT = (len(REACHES) + 1) * 4
