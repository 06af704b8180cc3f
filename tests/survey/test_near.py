import os
import random
import subprocess
import sys

import polars as pl
import pytest

from flows.survey.near import THRESHOLD, near_duplicates

WORDS = [f"كلمة{i}" for i in range(4000)]


def story(seed: int, length: int = 200) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def frame(**texts: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"article_id": list(texts), "text": [" ".join(words) for words in texts.values()]})


def test_a_lightly_edited_copy_is_found_and_points_to_the_first_id() -> None:
    first = story(1)
    copy = [*first[:90], "تعديل", *first[91:], "نهاية"]
    found = near_duplicates(frame(b=first, a=copy, c=story(2)))
    assert found.select("article_id", "duplicate_of").rows() == [("b", "a")]
    assert THRESHOLD < found["similarity"][0] < 1


def test_a_copy_of_a_copy_points_to_what_is_no_copy() -> None:
    found = near_duplicates(frame(a=story(3), b=story(3), c=story(3)))
    assert found.rows() == [("b", "a", 1.0), ("c", "a", 1.0)]


def test_spelling_and_punctuation_do_not_hide_a_copy() -> None:
    words = ["أعلن", "الوزير", "في", "مكة", "أن", "الأشغال", "انتهت", *story(4, 60)]
    other = ["اعلن،", "الوزير", "فى", "«مكه»", "ان", "الاشغال", "انتهت.", *story(4, 60)]
    assert near_duplicates(frame(a=words, b=other)).height == 1


def test_different_stories_and_short_texts_are_no_copies() -> None:
    assert near_duplicates(frame(a=story(5), b=story(6), c=["خبر", "قصير"], d=["خبر", "قصير"])).is_empty()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    texts = {f"n{i:03}": story(i % 20)[: 150 + i] for i in range(60)}
    whole = frame(**texts)
    assert near_duplicates(whole).equals(near_duplicates(whole.sample(fraction=1.0, shuffle=True, seed=seed)))


def test_another_process_with_another_hash_seed_finds_the_same() -> None:
    program = (
        "import polars as pl; from flows.survey.near import near_duplicates; "
        "t = [' '.join(f'w{(i * (k % 6 + 1)) % 97}' for i in range(150 + k % 3)) for k in range(1, 30)]; "
        "print(near_duplicates(pl.DataFrame({'article_id': [str(i) for i in range(len(t))], 'text': t})).rows())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(said) == 1
    assert b"(" in said.pop()


def test_no_articles_give_an_empty_frame_of_the_same_columns() -> None:
    found = near_duplicates(pl.DataFrame(schema={"article_id": pl.String, "text": pl.String}))
    assert found.schema == {"article_id": pl.String, "duplicate_of": pl.String, "similarity": pl.Float64}
