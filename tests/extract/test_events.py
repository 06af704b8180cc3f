"""The events of an article: their fields, what they point at, and what they never do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from flows.arabic import fold
from flows.document import Document, Published, Segment, Sentence
from flows.extract.events import find_events
from flows.extract.events.bystanders import parties_of_others
from flows.extract.events.cues import Cues
from flows.extract.events.lexicon import lexicon
from flows.extract.reader.labels import MODES
from flows.extract.readings import AmountSpan, EventSpan, NameSpan, NationalSpan, Party, TimeSpan
from flows.knowledge import tables

PUBLISHED = Published(date(2021, 6, 15), date(2021, 6, 15), "the test's day")
MARK = re.compile(r"\[([^|\]]+)\|([^|\]]+)(?:\|([^\]]*))?\]")


class Told:
    """An article from marked sentences: `[name|TYPE|ISO3]`, `[word|NAT|ISO3]`, `[x|TIME|day]`, `[x|AMOUNT|unit]`."""

    def __init__(self, *sentences: str, published: Published | None = PUBLISHED) -> None:
        text = ""
        bounds: list[Sentence] = []
        self.names: list[NameSpan] = []
        self.nationals: list[NationalSpan] = []
        self.times: list[TimeSpan] = []
        self.amounts: list[AmountSpan] = []
        for number, marked in enumerate(sentences):
            start = len(text)
            last = 0
            for match in MARK.finditer(marked):
                text += marked[last : match.start()]
                self._mark(match.group(1), match.group(2), match.group(3), len(text))
                text += match.group(1)
                last = match.end()
            text += marked[last:]
            bounds.append(Sentence(number, start, len(text), number))
            text += "\n"
        self.document = Document(
            "told", text, text, tuple(bounds), (Segment(0, 0, len(text)),), published=published
        )
        self.events = find_events(
            self.document, self.names, self.nationals, self.times, self.amounts, published
        )

    def _mark(self, surface: str, label: str, value: str | None, start: int) -> None:
        end = start + len(surface)
        if label == "TIME":
            day = date.fromisoformat(value) if value else None
            self.times.append(TimeSpan(start, end, day, day, "day", "article"))
        elif label == "AMOUNT":
            self.amounts.append(AmountSpan(start, end, 1.0, value or "people"))
        elif label == "NAT":
            self.nationals.append(NationalSpan(start, end, value or "", is_definite=True))
        else:
            self.names.append(NameSpan(start, end, label, surface, None, value or None, "test", 1.0))

    def event(self, surface: str) -> EventSpan:
        """Return the first event with this trigger."""
        return next(e for e in self.events if self.document.text[e.start : e.end] == surface)

    def countries(self, event: EventSpan, role: str) -> set[str | None]:
        """Return the countries of the parties in a role."""
        return {party.country for party in event.parties if party.role == role}


RAID = Told(
    "قصفت طائرات [إسرائيل|GPE|ISR] مواقع في [دمشق|GPE|SYR] [الأحد|TIME|2021-06-13] "
    "ما أدى إلى سقوط [خمسة قتلى|AMOUNT|killed]."
)


def test_trigger_is_the_word_itself_without_attached_letters() -> None:
    told = Told("وستزور رئيسة وزراء [اليابان|GPE|JPN] [الهند|GPE|IND] الشهر المقبل.")
    event = told.events[0]
    assert told.document.text[event.start : event.end] == "تزور"
    assert event.event_type == "CONSULT"
    assert event.mode == "visit"
    assert event.status == "planned"


def test_the_time_in_the_clause_dates_the_event() -> None:
    event = RAID.event("قصفت")
    assert (event.date_start, event.date_end, event.precision) == (
        date(2021, 6, 13),
        date(2021, 6, 13),
        "day",
    )


def test_deaths_belong_to_the_attack() -> None:
    assert RAID.event("قصفت").amounts == (0,)


def test_the_named_place_behind_in_is_where_it_happened() -> None:
    place = RAID.event("قصفت").place
    assert place is not None
    assert RAID.document.text[RAID.names[place].start : RAID.names[place].end] == "دمشق"


def test_attack_has_attacker_as_actor() -> None:
    assert RAID.countries(RAID.event("قصفت"), "actor") == {"ISR"}


def test_a_nationality_stands_for_an_unnamed_party() -> None:
    told = Told("اتهم مسؤول [إيراني|NAT|IRN] [إسرائيل|GPE|ISR] بقتل العالم.")
    event = told.event("اتهم")
    assert told.countries(event, "actor") == {"IRN"}
    assert told.countries(event, "recipient") == {"ISR"}
    assert [party.name for party in event.parties if party.role == "actor"] == [None]


def test_without_an_article_date_and_a_time_an_event_has_no_date() -> None:
    told = Told("اعتقلت شرطة [تونس|GPE|TUN] ثلاثة متهمين بالسرقة.", published=None)
    event = told.event("اعتقلت")
    assert (event.date_start, event.date_end, event.precision) == (None, None, None)


def test_no_trigger_lies_on_a_name() -> None:
    told = Told("التقى رئيس [جبهة التحرير|ORG|DZA] وفدا من [حركة النهضة|ORG|TUN] في [الجزائر|GPE|DZA].")
    covered = {i for name in told.names for i in range(name.start, name.end)}
    assert told.events
    assert all(not covered & set(range(event.start, event.end)) for event in told.events)


def test_method_names_the_rule_behind_every_field() -> None:
    parts = [part.partition(":")[0] for part in RAID.event("قصفت").method.split()]
    assert {"trigger", "status", "actor", "date", "place"} <= set(parts)


def test_idioms_hide_their_words() -> None:
    told = Told("تلقى لاعب [مصر|GPE|EGY] ضربة حرة قرب منطقة الخصم.")
    assert not [e for e in told.events if told.document.text[e.start : e.end].startswith("ضربة")]


def test_a_pair_behind_between_acts_alone() -> None:
    told = Told("قال مصدر في [قطر|GPE|QAT] إن مفاوضات بين [روسيا|GPE|RUS] و[أوكرانيا|GPE|UKR] بدأت أمس.")
    event = told.event("مفاوضات")
    assert told.countries(event, "actor") == {"RUS", "UKR"}
    assert told.countries(event, "recipient") == set()


def test_a_list_shares_the_role_of_its_members() -> None:
    told = Told("أدانت [مصر|GPE|EGY] و[الأردن|GPE|JOR] و[الكويت|GPE|KWT] الهجوم على المطار.")
    assert {"EGY", "JOR", "KWT"} <= told.countries(told.event("أدانت"), "actor")


def test_an_empty_article_has_no_events() -> None:
    assert find_events(Document("empty", "", "", (), ()), (), (), (), (), None) == ()


def test_an_article_without_trigger_words_has_no_events() -> None:
    assert Told("الكتاب على الطاولة قرب النافذة.").events == ()


def test_the_same_article_gives_the_same_events() -> None:
    sentences = ("طالبت [فرنسا|GPE|FRA] [إيران|GPE|IRN] بالإفراج عن مواطنيها.", "وهددت بفرض عقوبات.")
    assert Told(*sentences).events == Told(*sentences).events


def test_fields_keep_to_their_code_lists() -> None:
    told = Told(
        "فرضت [واشنطن|GPE|USA] عقوبات على [إيران|GPE|IRN] [أمس|TIME|2021-06-14].",
        "وقال متحدث إن الشرطة اعتقلت [ستة أشخاص|AMOUNT|arrested] بعد احتجاجات في [طهران|GPE|IRN].",
    )
    assert told.events
    for event in told.events:
        assert event.mode is None or event.mode in MODES[event.event_type]
        assert event.status in ("happened", "planned", "hypothetical", "denied")
        assert len(event.contexts) <= 3
        assert 0 <= event.confidence <= 1
        assert all(p.role in ("actor", "recipient") for p in event.parties)


def test_every_row_of_the_lexicon_can_be_found_by_its_own_form() -> None:
    book = lexicon()
    for row in tables.rows("triggers"):
        if row["kind"] != "fixed":
            keys = {s.entry.key for senses in (book.words.get(fold_of(row["form"]), ()),) for s in senses}
            assert row["key"] in keys, row["key"]


def fold_of(form: str) -> str:
    """Return a form in folded letters."""
    from flows.arabic import fold

    return fold(form)


def test_keys_and_codes_of_the_lexicon_are_sound() -> None:
    rows = tables.rows("triggers")
    types = set(MODES) | {"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID"}
    assert len({row["key"] for row in rows}) == len(rows)
    assert {row["event_type"] for row in rows} == types
    assert all(not row["mode"] or row["mode"] in MODES.get(row["event_type"], ()) for row in rows)
    assert {row["roles"] for row in rows} <= {"direct", "direct_to", "host", "mutual"}


@pytest.mark.parametrize("table", ["status_cues", "traps", "party_nouns", "context_cues", "realis_words"])
def test_cue_tables_name_every_word_once(table: str) -> None:
    words = [row["word"] for row in tables.rows(table)]
    assert len(words) == len(set(words))


def test_a_cue_is_the_same_whatever_words_were_looked_up_before() -> None:
    rows = [("مباراة", "sport"), ("البورصة", "market")]
    fresh, used = Cues(rows), Cues(rows)
    for word in ("بمباراة", "بورصة", "مشهد", "لمباراة"):
        assert used[word] == used[word]
    words = ("وبمباراة", "والبورصة", "والمشهد", "والمباراة", "ولمباراة")
    assert [used[word] for word in words] == [fresh[word] for word in words]


def test_nobody_acts_on_the_state_that_he_is_of_but_may_ask_of_it() -> None:
    names = [
        NameSpan(0, 5, "PERS", "p", "p", "DZA", "t", 1.0),
        NameSpan(9, 14, "GPE", "g", "g", "DZA", "t", 1.0),
    ]
    parties = (Party("actor", 0, "DZA"), Party("recipient", 1, "DZA"), Party("recipient", None, "DZA"))
    telling = EventSpan(
        6, 8, "ACCUSE", None, "happened", None, None, None, None, parties, None, (), (), "m", 0.5
    )
    assert parties_of_others(telling, names) == (parties[0], parties[2])
    assert parties_of_others(replace(telling, event_type="REQUEST"), names) == parties


def test_words_of_direction_are_as_the_rules_meet_them() -> None:
    rows = list(tables.rows("direction_words"))
    states = {row["country"] for row in tables.rows("countries")}
    for row in rows:
        assert row["word"] in states if row["rule"] == "masculine" else row["word"] == fold(row["word"])
    assert {row["rule"] for row in rows} == {"mutual", "peer", "exchange", "receives", "victims", "masculine"}


def test_what_is_usual_in_the_news_decides_where_the_sentence_leaves_it_open_and_is_told() -> None:
    (event,) = Told("أثارت عقوبات جديدة في [إيران|GPE|IRN] قلق [الولايات المتحدة|GPE|USA].").events
    assert [(party.role, party.country) for party in event.parties] == [
        ("actor", "USA"),
        ("recipient", "IRN"),
    ]
    assert "parties:usual" in event.method.split(" ")


@pytest.mark.parametrize(
    ("sentence", "actor", "recipient"),
    [
        ("فرضت [إيران|GPE|IRN] عقوبات على [الولايات المتحدة|GPE|USA].", "IRN", "USA"),
        ("هددت [كندا|GPE|CAN] [الولايات المتحدة|GPE|USA].", "CAN", "USA"),
    ],
)
def test_what_is_unusual_and_told_clearly_is_read_as_it_is_told(
    sentence: str, actor: str, recipient: str
) -> None:
    (event,) = Told(sentence).events
    assert {(party.role, party.country) for party in event.parties} == {
        ("actor", actor), ("recipient", recipient),
    }  # fmt: skip
    assert "parties:usual" not in event.method.split(" ")
