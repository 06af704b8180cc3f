"""The views of an exported DuckDB file: what analysts would join first, joined."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """A view: what it is, the columns (`table.column`) without which it cannot be made, its query."""

    told: str
    reads: frozenset[str]
    sql: str


def _view(told: str, reads: str, sql: str) -> View:
    return View(told, frozenset(reads.split()), " ".join(sql.split()))


VIEWS: dict[str, View] = {
    "event_list": _view(
        "One row an event: when, what, who, where, how often told.",
        "events.event_id events.place_id participants.event_id participants.role entities.name_en",
        """
        SELECT e.event_id, e.date_start, e.date_end, e.event_type, e.mode, e.status, e.score, e.headline,
          e.headline_en, p.actors, p.recipients, n.name_en AS place, e.country, e.latitude, e.longitude,
          e.article_count, e.outlet_count, e.confidence
        FROM events e
        LEFT JOIN entities n ON n.entity_id = e.place_id
        LEFT JOIN (
          SELECT event_id,
            string_agg(DISTINCT coalesce(x.name_en, p.country), '; ' ORDER BY coalesce(x.name_en, p.country))
              FILTER (WHERE role = 'actor') AS actors,
            string_agg(DISTINCT coalesce(x.name_en, p.country), '; ' ORDER BY coalesce(x.name_en, p.country))
              FILTER (WHERE role = 'recipient') AS recipients
          FROM participants p LEFT JOIN entities x USING (entity_id) GROUP BY event_id
        ) p USING (event_id)
        ORDER BY e.date_start, e.event_id
        """,
    ),
    "happened": _view(
        "Events that happened, as the texts tell it: not planned, hypothetical or denied ones.",
        "events.status",
        "SELECT * FROM events WHERE status = 'happened'",
    ),
    "dyad_months": _view(
        "Two countries in a month: how many events, and their mean conflict-cooperation score.",
        "dyads.actor_country dyads.date_start dyads.score dyads.status",
        """
        SELECT actor_country, recipient_country, date_trunc('month', date_start)::DATE AS month, count(*) AS events,
          avg(score) AS mean_score
        FROM dyads WHERE status = 'happened' AND date_start IS NOT NULL
        GROUP BY ALL ORDER BY month, actor_country, recipient_country
        """,
    ),
    "tellings": _view(
        "One row a telling, with the sentence that tells it and the article that it stands in.",
        "event_mentions.sentence articles.title articles.outlet",
        """
        SELECT m.*, a.title, a.outlet, a.url, a.published_start, a.source_file
        FROM event_mentions m JOIN articles a USING (article_id)
        """,
    ),
}
"""A view's name -> the view. One whose columns are not exported is left out."""
