"""The words around a trigger, and stories whose events are known across articles."""

from __future__ import annotations

from flows.resolve.stories import Story, joined, read_stories
from flows.resolve.wording import wording_of


def shared(one: str, other: str, trigger: str) -> int:
    """How many words around a trigger two sentences share."""
    signed = [wording_of(text, text.index(trigger), len(trigger)).said for text in (one, other)]
    return (signed[0] & signed[1]).bit_count()


def test_sentences_share_the_words_around_their_trigger_whatever_is_attached_to_them() -> None:
    assert shared("هدم الجسر القديم", "يهدم ثم هدم بالجسر القديم", "هدم") == len(["جسر", "قديم"])


def test_words_of_two_letters_say_nothing() -> None:
    assert shared("هدم من في", "هدم من في", "هدم") == 0


def test_what_is_one_event_across_articles_has_one_name() -> None:
    story = Story(("a", "b"), (("a:v0", "b:v3"),))
    assert joined({"x": "a:v0", "y": "b:v3", "z": "b:v1"}, [story]) == {"x": "a:v0", "y": "a:v0", "z": "b:v1"}


def test_no_event_of_a_story_is_told_to_be_two() -> None:
    events = [event for story in read_stories() for group in story.same for event in group]
    assert len(events) == len(set(events))
