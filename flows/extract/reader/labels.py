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

ARGUMENTS = ("actor", "recipient", "place", "source", "time")
"""What a word can be to an event: a naming its actor, recipient, place or source, a time expression its date."""

DATINGS = ("none", "article", "told")
"""How an event's date is told: not at all, by the article's own day, by a time expression."""

SOURCINGS = ("own", "unnamed", "named")
"""In whose voice an event is told: the article's, that of somebody unnamed, of somebody named."""

SIDES = ("-", "1", "n", "@")
"""Who is on a side of an event: nobody told, one or several who are named in the article, only unnamed ones."""

SHAPES = tuple(
    f"{actor}{recipient}{shared}"
    for actor in SIDES
    for recipient in SIDES
    for shared in (("", "=") if "-" not in (actor, recipient) else ("",))
)
"""How an event's roles are filled: who acts, who receives, `=` where somebody of one country is on both sides."""

MODES = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip
"""The modes of each type that has any, as PLOVER lists them."""

MODE_CLASSES = ("-", *(f"{kind}.{mode}" for kind, modes in MODES.items() for mode in modes))
"""The classes of the mode head: no mode, and each type's."""

CUTS = 4
"""Letters that stand attached before a name's or a trigger's own first letter: 0 to 3 (`ولل`)."""
