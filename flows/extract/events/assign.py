"""Who acts and who receives, decided together: each likely assignment of the roles is weighed as a whole.

`parties` asks of each option alone whether it acts or receives. What only shows in the whole is asked here: whether
both sides are of one state, whether somebody near is left over, whether the event before had the same parties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from flows.extract.events.draft import ACTOR, BOTH, PARTIES, RECIPIENT, Cast, Draft, Naming, in_role, shape
from flows.extract.events.frame import bucket, relation
from flows.extract.events.heard import against, shape_heard
from flows.extract.events.parties import Option, Setting
from flows.extract.events.scene import Scene

Roles = dict[str, str]

_SINGLE = 3  # options that are tried alone in a role, the likeliest
_TRUST = 0.15  # what the options' own scores count by themselves; the features weigh their steps
_STEP = 0.7  # of a margin between scores: the width of its classes
_WIDEST = 5  # and how many of them there are on each side of zero


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of an event's options one by one.

    `rows` have a score for each of `PARTY_CLASSES`: none, actor, recipient, best actor, best recipient. `nobody` are
    the scores of there being no best actor and no best recipient. `odds` are the log-odds with which the reader hears
    parties to act and to receive, by their keys; None without a reader.
    """

    options: Sequence[Option]
    rows: Sequence[Sequence[float]]
    nobody: Sequence[float]
    odds: Mapping[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Roles by key, and what the options' own scores give for them, a log-odds.

    `margins` are those of the best actor and the best recipient over the best of the others and nobody; of nobody over
    the best where nobody has the role; and the sums of what each says alone. In classes. `against` is what the
    reader's hearing says against who acts and who receives, log-odds; None without a reader.
    """

    roles: Roles
    score: float
    margins: tuple[int, ...]
    against: tuple[float, float] | None


def assignments(asked: Asked, completed: Callable[[Roles], Roles]) -> list[Assignment]:
    """Return the likely assignments of an event's roles, the one that the options' own scores favour first.

    Args:
        asked: the options and their scores.
        completed: makes the roles what syntax and lists of names demand.
    """
    scores = {option.key: row for option, row in zip(asked.options, asked.rows, strict=True)}
    found: dict[tuple[tuple[str, str], ...], Assignment] = {}
    for actors, recipients in product(_sets(asked, 1), _sets(asked, 2)):
        shared = set(actors) & set(recipients)
        if any(key[0] != "@" for key in shared):
            continue
        roles = (
            dict.fromkeys(actors, ACTOR) | dict.fromkeys(recipients, RECIPIENT) | dict.fromkeys(shared, BOTH)
        )
        whole = completed(roles)
        found.setdefault(tuple(sorted(whole.items())), _weighed(whole, scores, asked))
    return sorted(found.values(), key=lambda a: (-a.score, sorted(a.roles.items())))


def _sets(asked: Asked, role: int) -> list[tuple[str, ...]]:
    """Return who may have a role (1 actor, 2 recipient) together: nobody, one alone, all that clearly have it."""
    rows = asked.rows
    order = sorted(range(len(rows)), key=lambda i: (-rows[i][2 + role], i))
    clear = tuple(
        asked.options[i].key for i in range(len(rows)) if rows[i][role] > max(rows[i][0], rows[i][3 - role])
    )
    return list(dict.fromkeys([(), *((asked.options[i].key,) for i in order[:_SINGLE]), clear]))


def _weighed(roles: Roles, scores: Mapping[str, Sequence[float]], asked: Asked) -> Assignment:
    total = 0.0
    margins, nobody = [], asked.nobody
    for i, role in enumerate((ACTOR, RECIPIENT), 1):
        chosen = [key for key in in_role(roles, role) if key in scores]  # in order, as floats are added up
        alone = sum(scores[key][i] - scores[key][0] for key in chosen)
        best = max((scores[key][2 + i] for key in chosen), default=nobody[i - 1])
        others = [row[2 + i] for key, row in scores.items() if key not in chosen]
        margin = best - max(*others, nobody[i - 1] if chosen else best - _WIDEST, best - _WIDEST)
        total += alone + best - nobody[i - 1]
        margins += [_class(margin), _class(alone) if chosen else -_WIDEST]
    return Assignment(roles, _TRUST * total, tuple(margins), _against(roles, asked))


def _against(roles: Roles, asked: Asked) -> tuple[float, float] | None:
    """Return the log-odds that the reader hears against who acts and who receives, summed over the parties it sees.

    It hears of the word for a nationality whether anybody of that country acts or receives.
    """
    if asked.odds is None:
        return None
    country = {option.key: option.country for option in asked.options}
    costs = [0.0, 0.0]
    for i, role in enumerate((ACTOR, RECIPIENT)):
        chosen = in_role(roles, role)
        meant = {*chosen, *(f"@{key[1:] if key[0] == '@' else country.get(key)}" for key in chosen)}
        for key, odds in asked.odds.items():
            costs[i] += max(0.0, -odds[i] if key in meant else odds[i])
    return costs[0], costs[1]


def _class(margin: float) -> int:
    return max(-_WIDEST, min(_WIDEST, round(margin / _STEP)))


def assignment_features(
    scene: Scene, cast: Cast, draft: Draft, shared: Setting, chosen: Assignment, told: Sequence[Draft]
) -> list[str]:
    """Return what bears on whether an assignment is right as a whole."""
    t, kind, roles = shared.what, shared.kind, chosen.roles
    here = cast.by_sentence[draft.number]
    sides = [in_role(roles, role) for role in (ACTOR, RECIPIENT)]
    countries = [{cast.country(key) for key in side} - {None, "?"} for side in sides]
    same = "=" if countries[0] & countries[1] else ""
    form = f"{min(len(sides[0]), 2)}{min(len(sides[1]), 2)}{same}"
    sorts = ["+".join(sorted({_sort(cast, here, key) for key in side})) or "-" for side in sides]
    ranks = "".join(_rank(cast, side) for side in sides)
    stands = "".join(_stands(scene, draft, here, side) for side in sides)
    pair = ">".join(sorts)
    best, alone, other, alone_other = chosen.margins
    return [
        f"s={form}", f"st={form}{t}", f"stk={form}{t}{kind}", f"sl={form}{shared.lemma}",
        f"sn={form}{shared.next_sort}{t}", f"sf={form}{shared.frame}{kind}", f"sm={form}{t}{draft.mode}",
        f"ss={form}{draft.status}{t}", f"p={pair}{same}", f"pt={pair}{same}{t}", f"a={sorts[0]}{t}{same}",
        f"r={sorts[1]}{t}{same}", f"h={ranks}{same}", f"ht={ranks}{same}{t}", f"o={stands}{kind}",
        f"of={stands}{shared.frame}{kind}", f"ot={stands}{t}", f"ma={best}", f"mr={other}",
        f"mas={best}{form}", f"mrs={other}{form}", f"mar={best},{other}", f"mat={best}{t}", f"mrt={other}{t}",
        f"la={alone}{len(sides[0])}", f"lr={alone_other}{len(sides[1])}", *_left(scene, draft, here, roles, t, kind),
        *_before(draft, roles, told, t), *([] if chosen.against is None else against(chosen.against)),
        *shape_heard(scene, draft, shape(sides[0], sides[1], cast.country)),
    ]  # fmt: skip


def _sort(cast: Cast, here: Sequence[Naming], key: str) -> str:
    """Return what somebody is (a name's type, or unnamed), and whether the event's sentence names it."""
    naming = cast.best.get(key)
    is_here = any(other.key == key for other in here)
    label = "@" if key[0] == "@" else naming.label if naming else "-"
    return label if is_here else label.lower()


def _rank(cast: Cast, keys: Iterable[str]) -> str:
    found = {cast.country(key) for key in keys}
    ranks = [cast.home.index(country) for country in found if country in cast.home]
    return str(min(*ranks, 3)) if ranks else "-"


def _stands(scene: Scene, draft: Draft, here: Sequence[Naming], keys: Sequence[str]) -> str:
    """Tell on which side of the trigger the nearest of some parties stands, and how many of the others are nearer."""
    namings = [(relation(scene, draft, naming), naming) for naming in here if naming.key in keys]
    if not namings:
        return "-"
    (side, distance), _ = min(namings, key=lambda found: (found[0][1], found[1].first))
    nearer = sum(
        1
        for naming in here
        if naming.label in PARTIES
        and naming.key not in keys
        and (relation(scene, draft, naming)[0] == side and relation(scene, draft, naming)[1] < distance)
    )
    return f"{side}{min(nearer, 2)}"


def _left(
    scene: Scene, draft: Draft, here: Sequence[Naming], roles: Roles, t: str, kind: str
) -> Iterator[str]:
    """Tell who of the sentence is left without a role."""
    left = [
        (relation(scene, draft, naming), naming)
        for naming in here
        if naming.label in PARTIES and naming.key not in roles
    ]
    count = min(len({naming.key for _, naming in left}), 3)
    yield f"l={count}"
    yield f"lt={count}{t}"
    if left:
        (side, distance), naming = min(left, key=lambda found: (found[0][1], found[1].first))
        yield f"ln={side}{bucket(distance)}{naming.label}"
        yield f"lnk={side}{bucket(distance)}{kind}"
        yield f"lnt={side}{min(bucket(distance), 4)}{naming.label}{t}"


def _before(draft: Draft, roles: Roles, told: Sequence[Draft], t: str) -> Iterator[str]:
    """Tell how the parties are to those of the event before, and of the last one of the same type."""
    kin = next((earlier for earlier in reversed(told) if earlier.event_type == t), None)
    for name, earlier in (("b", told[-1] if told else None), ("k", kin)):
        if earlier is not None:
            like = "".join(_like(earlier.roles, roles, role) for role in (ACTOR, RECIPIENT))
            turned = set(in_role(earlier.roles, ACTOR)) & set(in_role(roles, RECIPIENT))
            lemma = "l" if earlier.candidate.lemma == draft.candidate.lemma else ""
            near = min(draft.number - earlier.number, 2)
            yield f"{name}={like}{near}{lemma}"
            yield f"{name}t={like}{earlier.event_type}{t}"
            yield f"{name}u={bool(turned)}{like}{lemma}"


def _like(earlier: Mapping[str, str], roles: Mapping[str, str], role: str) -> str:
    first, second = set(in_role(earlier, role)), set(in_role(roles, role))
    return "=" if first == second else "0" if not second else "~" if first & second else "x"
