"""Forms by rule: what verbs, nouns and participles look like in folded letters."""

from __future__ import annotations

import pytest

from flows.arabic import fold
from flows.extract.morphology import (
    active_participle,
    noun_forms,
    participle_forms,
    passive_participle,
    stems,
    verb_forms,
)


def letters(past: str, present: str) -> set[str]:
    return {form.letters for form in verb_forms(past, present)}


@pytest.mark.parametrize(
    ("past", "present", "expected"),
    [
        ("طالب", "يطالب", "طالبت طالبوا طالبه طالبوها يطالب تطالب يطالبون يطالبونه تطالبها نطالب يطالبا"),
        ("زار", "يزور", "زارت زاروا زاره زرنا يزور تزور يزورون يزر تزورها"),
        ("دعا", "يدعو", "دعت دعوا دعاه دعتهم دعوا يدعو تدعو يدعون يدع دعونا يدعوه"),
        ("التقى", "يلتقي", "التقت التقوا التقاه التقيا يلتقي يلتقون يلتق يلتقيان"),
        ("أدان", "يدين", "ادانت ادانوا ادين يدان تدين تدان ادينت"),
        ("اغتال", "يغتال", "اغتيل اغتيلت يغتال اغتالوا"),
        ("رد", "يرد", "ردت ردوا رددنا يرد تردون"),
        ("هنأ", "يهنئ", "هناه هنات يهني"),
        ("وقع", "يوقع", "وقعت وقعا وقعوا يوقع توقعان"),
    ],
)
def test_verbs_of_every_kind_of_root_take_their_forms(past: str, present: str, expected: str) -> None:
    missing = set(expected.split()) - letters(past, present)
    assert not missing


def test_a_form_tells_tense_person_and_attached_pronoun() -> None:
    by_letters = {form.letters: form for form in verb_forms("خطف", "يخطف")}
    assert by_letters["خطفوها"].kind == "past"
    assert by_letters["خطفوها"].person == "3mp"
    assert by_letters["خطفوها"].has_pronoun
    assert not by_letters["تخطف"].has_pronoun
    assert by_letters["تخطف"].kind == "present"


def test_a_hollow_verb_alone_tells_its_passive_by_its_letters() -> None:
    passives = {form.letters for form in verb_forms("أدان", "يدين") if form.kind == "passive"}
    assert {"ادين", "يدان"} <= passives
    assert not [form for form in verb_forms("قتل", "يقتل") if form.kind == "passive"]


@pytest.mark.parametrize(
    ("singular", "plurals", "expected"),
    [
        ("زيارة", (), "زياره زيارته زيارات زيارتها زيارتان زيارتين زياراته"),
        ("لقاء", ("لقاءات",), "لقاء لقايه لقاءه لقاءات لقاءين لقايين"),
        ("هجوم", ("هجمات",), "هجوم هجوما هجومها هجومين هجمات هجماتهم"),
        ("حرب", ("حروب",), "حرب حربا حروب حروبا حربه"),
    ],
)
def test_nouns_take_possessives_duals_and_plurals(
    singular: str, plurals: tuple[str, ...], expected: str
) -> None:
    forms = {form.letters for form in noun_forms(singular, plurals)}
    missing = set(expected.split()) - forms
    assert not missing


def test_no_accusative_alef_behind_teh_marbuta_or_hamza() -> None:
    forms = {form.letters for form in noun_forms("زيارة")} | {form.letters for form in noun_forms("لقاء")}
    assert not forms & {"زيارها", "لقاءا"}


@pytest.mark.parametrize(
    ("past", "present", "active", "passive"),
    [
        ("طالب", "يطالب", "مطالب", "مطالب"),
        ("رفض", "يرفض", "رافض", "مرفوض"),
        ("دعا", "يدعو", "داعي", "مدعو"),
        ("زار", "يزور", "زاير", "مزور"),
        ("أدان", "يدين", "مدين", "مدان"),
        ("استهدف", "يستهدف", "مستهدف", "مستهدف"),
    ],
)
def test_participles_follow_the_verb_form(past: str, present: str, active: str, passive: str) -> None:
    assert active_participle(past, present) == fold(active)
    assert passive_participle(past, present) == fold(passive)


def test_participles_agree_in_gender_and_number() -> None:
    forms = {form.letters for form in participle_forms("رافض")}
    assert {"رافض", "رافضا", "رافضه", "رافضون", "رافضين", "رافضات"} <= forms
    assert {"داعيا", "داعيه", "داعين"} <= {form.letters for form in participle_forms("داعي")}


@pytest.mark.parametrize(
    ("token", "letters_left", "offset", "particle", "is_definite"),
    [
        ("وبالهجوم", "هجوم", 4, "ب", True),
        ("للزياره", "زياره", 2, "ل", True),
        ("سيزور", "يزور", 1, "س", False),
        ("فقصفت", "قصفت", 1, "", False),
        ("والاعتقال", "اعتقال", 3, "", True),
    ],
)
def test_attached_letters_are_cut_off_and_told(
    token: str, letters_left: str, offset: int, particle: str, is_definite: bool
) -> None:
    found = [stem for stem in stems(token) if stem.letters == letters_left]
    assert found
    assert (found[0].offset, found[0].particle, found[0].is_definite) == (offset, particle, is_definite)
    assert token[offset:] == letters_left


def test_the_whole_token_is_read_before_its_parts() -> None:
    assert next(stems("بحث")).letters == "بحث"
