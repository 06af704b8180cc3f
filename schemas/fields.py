"""Every column's title, description and example, once.

A column of one name means one thing in every table that has it; a table's module adds only what is
its own: whether it may be null, its range, its key.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pandera.polars as pa


class Described(NamedTuple):
    """What a column is: `codes` names a list of the codes table, `unit` what a number counts or measures."""

    title: str
    description: str
    example: str | int | float | bool
    codes: str | None = None
    unit: str | None = None


FIELDS: dict[str, Described] = {
    # identifiers
    "article_id": Described(
        "Article", "The article's path in the seeds folder without suffix; `path#id` for a record in a file.",
        "hespress/2021-11-24-accord"),
    "sentence_id": Described("Sentence id", "The sentence in which it stands.", "s-3f0c5d7e1a2b4c6d"),
    "mention_id": Described("Mention id", "A naming of one thing at one place in one article.", "m-9a1b2c3d4e5f6071"),
    "entity_id": Described(
        "Entity id", "A real thing: its key in the knowledge tables, else derived from its first mention.", "gpe.MAR"),
    "event_id": Described("Event id", "A real event, derived from the article that tells the most of it.", "ev-5c4d3e2f1a0b9c8d"),
    "event_mention_id": Described("Event mention id", "One telling of an event at one place in one article.", "em-0f1e2d3c4b5a6978"),
    "participant_id": Described("Participant id", "One party in one telling.", "pt-7a6b5c4d3e2f1a0b"),
    "time_id": Described("Time id", "One time expression at one place in one article.", "t-1a2b3c4d5e6f7081"),
    "amount_id": Described("Amount id", "One amount at one place in one article.", "a-2b3c4d5e6f708192"),
    "place_id": Described("Place", "The entity where it happens; null where the text does not tell.", "gpe.geonames-2538475"),
    "duplicate_of": Described("Duplicate of", "The article that this one copies or lightly edits.", "agency/2021-11-24-accord"),
    "conflict_id": Described("Conflict id", "One value that one article gives, in its own voice or from one source.", "cf-6b5a4c3d2e1f0a9b"),
    "naming_id": Described("Naming id", "One outlet's word for one thing.", "n-8c7b6a5d4e3f2a1b"),
    "wikidata_id": Described("Wikidata id", "The thing's Wikidata item, where it is certain.", "Q1028"),
    # sources
    "source_file": Described("Source file", "Path of the file in the seeds folder.", "hespress/2021-11-24-accord.txt"),
    "source_sha256": Described("Source SHA-256", "SHA-256 of the file's bytes, in hexadecimal.", "9f86d081884c7d65"),
    "record": Described("Record", "Where in the file the article stands, as `#number`; null where it is the whole file.", "#3"),
    "format": Described("Format", "The file's format.", "txt", codes="format"),
    "encoding": Described("Encoding", "The encoding with which the file was decoded, as Python names it; null for Word and PDF.", "utf-8"),
    "is_primary": Described("Is primary", "Whether the article was read from this file; false for a further copy of it.", True),
    # article
    "title": Described("Title", "The headline; null where the file gives none.", "وزير الخارجية يستقبل نظيره الموريتاني"),
    "author": Described("Author", "The byline as written.", "هيئة التحرير"),
    "outlet": Described("Outlet", "The publisher, as told by the file or its sidecar.", "Hespress"),
    "url": Described("URL", "The article's address, as told by the file or its sidecar.", "https://example.org/news/1"),
    "language": Described("Language", "ISO 639-1 code of the text's language, found in the text; null if unknown.", "ar", codes="language"),
    "rights": Described("Rights", "What the sidecar says on the article's rights.", "CC BY 4.0"),
    "metadata": Described("Metadata", "JSON object of the file's fields that have no column here.", '{"section":"politics"}'),
    "published_start": Described("Published from", "First day on which the article can have come out.", "2021-11-24"),
    "published_end": Described("Published to", "Last day on which the article can have come out.", "2021-11-24"),
    "published_basis": Described("Published: basis", "What tells the article's date.", "metadata"),
    "text": Described("Text", "The article's text: normalised, without what was cut; what plain offsets point into.", "استقبل الوزير..."),
    "source_text": Described("Source text", "The text as decoded from the file; what source offsets point into.", "استقبل الوزير..."),
    "similarity": Described("Similarity", "Share of word shingles in common with `duplicate_of`.", 0.93, unit="share"),
    # spans
    "start": Described("Start", "First character in `articles.text`.", 120, unit="code points"),
    "end": Described("End", "One past the last character in `articles.text`.", 126, unit="code points"),
    "source_start": Described("Source start", "First character in `articles.source_text`.", 122, unit="code points"),
    "source_end": Described("Source end", "One past the last character in `articles.source_text`.", 128, unit="code points"),
    "surface": Described("Surface", "The characters as written: `source_text[source_start:source_end]`.", "المغرب"),
    "sentence": Described("Sentence", "The sentence in which it stands, as in `articles.text`.", "وصل الوزير إلى الرباط."),
    "number": Described("Number", "The sentence's number in its article, from 0.", 4),
    "paragraph": Described("Paragraph", "The paragraph's number in its article, from 0.", 2),
    "kind": Described("Kind", "What the sentence is: headline, dateline or body.", "body", codes="sentence_kind"),
    "repeat_of": Described("Repeat of", "The sentence that already told the same words in this article.", "s-3f0c5d7e1a2b4c6d"),
    "is_repeat": Described("Is repeat", "Whether it stands in a paragraph that the article already told.", False),
    "reason": Described("Reason", "Why it was cut or marked.", "comment_form", codes="removal_reason"),
    # things
    "type": Described("Type", "What kind of thing it is.", "GPE", codes="entity_type"),
    "name_ar": Described("Arabic name", "The thing's usual Arabic name, else its fullest one told.", "المغرب"),
    "name_en": Described("English name", "The thing's usual English name; null where none is known.", "Morocco"),
    "country": Described(
        "Country", "ISO 3166-1 alpha-3 code of the state to which it belongs; PSE is Palestine, ESH Western Sahara; "
        "null for an international or unknown one. Where neither a table nor the name tells it, it is the likeliest that the "
        "article tells: five of six such are right.", "MAR", codes="country"),
    "latitude": Described("Latitude", "WGS 84 latitude of a place.", 34.02, unit="degrees"),
    "longitude": Described("Longitude", "WGS 84 longitude of a place.", -6.84, unit="degrees"),
    "article_count": Described("Articles", "How many articles name or tell it.", 4),
    "mention_count": Described("Mentions", "How many namings or tellings of it there are; a repeated paragraph counts once for events.", 17),
    "outlet_count": Described("Outlets", "How many outlets tell it in their own words: copies of one article count once.", 3),
    # events
    "event_type": Described("Event type", "What the action is: one of the 16 PLOVER types, whatever its tense.", "CONSULT", codes="event_type"),
    "plover_type": Described(
        "PLOVER type", "The type by PLOVER's own rule, by which cooperation that is still to come is AGREE.", "AGREE",
        codes="event_type"),
    "mode": Described("Mode", "How it was done, by PLOVER's modes of the type; null where none fits.", "visit", codes="mode"),
    "quad_class": Described("Quad class", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.", 1,
                            codes="quad_class"),
    "score": Described("Score", "PLOVER's conflict-cooperation score of type and mode; null where it gives none.", 4.0, unit="-10 to 10"),
    "status": Described("Status", "How real it is.", "happened", codes="status"),
    "date_start": Described("Date from", "First day that it can mean or on which it can have happened.", "2021-11-24"),
    "date_end": Described("Date to", "Last day that it can mean or on which it can have happened.", "2021-11-24"),
    "date_precision": Described("Date precision", "How exact the date is.", "day", codes="precision"),
    "precision": Described("Precision", "How exact the time expression is.", "day", codes="precision"),
    "anchor": Described("Anchor", "What the expression counts from: itself, the article's date, or a date told before.", "article", codes="anchor"),
    "is_approximate": Described("Is approximate", "Whether the text says `about`, `more than` or the like.", False),
    "attributed_to": Described(
        "Attributed to", "Who is said to report it: an entity_id, the ISO 3166-1 alpha-3 code of an unnamed source, `unnamed`, or null "
        "for the article's own voice.", "org.mfa.MAR"),
    "role": Described("Role", "What the party does in the event.", "actor", codes="role"),
    "office": Described(
        "Office", "The office by which an unnamed party is told; null where the article names who holds it, or tells the party otherwise.", "defence minister",
        codes="office"),
    "holder_id": Described(
        "Holder", "Who held that office as the knowledge tables tell, where one person did on all days on which the event can have "
        "happened and the article come out: a key of theirs, in `entities` only where an article names the person.", "pers.benny-gantz"),
    "context": Described("Context", "What the event is about.", "diplomatic", codes="context"),
    "actor_country": Described("Actor country", "ISO 3166-1 alpha-3 code of the state that acts.", "ISR", codes="country"),
    "recipient_country": Described("Recipient country", "ISO 3166-1 alpha-3 code of the state to which it is done.", "MAR", codes="country"),
    "is_mutual": Described("Is mutual", "Whether both sides act; then the pair stands once, in alphabetical order.", True),
    "headline": Described("Headline", "A short Arabic line made from type, parties, place and date.", "زيارة: بيني غانتس ← المغرب، في الرباط (24 نوفمبر 2021)"),
    "headline_en": Described("English headline", "The same line in English.", "Visit: Benny Gantz → Morocco, in Rabat (24 November 2021)"),
    "event_field": Described("Field", "The field of the event on which its tellings differ.", "killed", codes="event_field"),
    "said": Described(
        "Said", "The value as text: a code, an entity_id, a number (money with its currency), or a day or range of days as "
        "ISO dates with `/` between.", "55"),
    "is_quoted": Described("Is quoted", "Whether the name stands alone in quotation marks.", False),
    "first_reported": Described("First reported", "Earliest day on which an article that tells it can have come out.", "2021-11-24"),
    "last_reported": Described("Last reported", "Latest day on which an article that tells it can have come out.", "2022-09-15"),
    "method": Described("Method", "What found it: the rules and tables that spoke, as `part:rule`.", "trigger:visit status:happened"),
    "confidence": Described("Confidence", "How likely the row is right, as far as its rules can tell.", 0.8, unit="0 to 1"),
    # amounts
    "value": Described("Value", "The amount as a number; null where the text gives none.", 3500000.0),
    "value_max": Described("Upper value", "The upper end where the text gives a range.", 4000000.0),
    "unit": Described("Unit", "ISO 4217 code of a currency, % or what is counted.", "USD", codes="unit"),
    # corrections
    "correction_id": Described("Correction", "The correction's file in curation/, and its line.", "visits.csv:12"),
    "correction_kind": Described("Kind", "What kind of correction it is.", "event_status", codes="correction_kind"),
    "target_table": Described("Target table", "The table whose rows it is about.", "event_mentions"),
    "target_id": Described("Target", "Key of the row that it is about; null where the target is gone.", "em-0f1e2d3c4b5a6978"),
    "target_column": Described(
        "Target column", "What it changes: a column (`date` and `published` are two), the role of the parties, `*` for the whole row.",
        "status"),
    "old_value": Described("Old value", "What the program says by itself, as text.", "happened"),
    "new_value": Described("New value", "What the curator says, as text.", "planned"),
    "made_by": Described("Made by", "Who made the correction.", "Amina"),
    "made_date": Described("Made on", "When the correction was made.", "2026-11-26"),
    "why": Described("Why", "Why the correction was made, in the curator's words.", "The visit is announced for May."),
    "correction_state": Described("State", "What came of it.", "applied", codes="correction_state"),
    "outcome": Described("Outcome", "Why it was not applied, and what to do; null where it was.", "Stale: already right; remove the row."),
    # codes and rejected
    "list": Described("List", "Name of the code list.", "event_type"),
    "code": Described("Code", "The code as it stands in the data.", "CONSULT"),
    "label_ar": Described("Arabic label", "What the code means, in Arabic.", "تشاور"),
    "label_en": Described("English label", "What the code means, in English.", "Meet, visit, talk"),
    "id": Described("Row", "Key of what was left out: a row's primary key, else a file.", "broken.txt"),
    "table": Described("Table", "The table that would have held it.", "articles"),
    "column": Described("Column", "The column that fails, where one does.", "latitude"),
    "rejected_value": Described("Value", "The value that fails, as text.", "512.0"),
    "check": Described("Check", "The check that it fails.", "in_range(-90, 90)"),
    "rejected_reason": Described("Reason", "What is wrong and how to mend it.", "The file is empty: put the article's text in it."),
}  # fmt: skip
"""What a column of this name is, in every table."""


def field(name: str, *, key: bool = False, refers_to: str | None = None, **checks: Any) -> Any:
    """Return pandera's field for the column that `FIELDS[name]` describes.

    Args:
        name: a key of `FIELDS`; mostly the column's own name.
        key: whether the column is part of the table's primary key.
        refers_to: the table whose only key column this one holds, wherever it is not null.
        checks: what pandera's `Field` takes (`nullable`, `ge`, `str_matches` ...); a column is never null unless told.
    """
    described = FIELDS[name]
    checks.setdefault("nullable", False)
    told = {"codes": described.codes, "unit": described.unit, "example": described.example}
    return pa.Field(
        title=described.title,
        description=described.description,
        metadata=told | {"key": key, "refers_to": refers_to},
        **checks,
    )
