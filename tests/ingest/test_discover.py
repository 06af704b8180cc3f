import json
import os
import sys
from pathlib import Path

import pytest

from flows.errors import InputError
from flows.ingest import discover as module
from flows.ingest.discover import discover
from flows.ingest.names import ignored_kind, split_name

OLD = (1_600_000_000, 1_600_000_000)


def put(folder: Path, name: str, text: str = "نص") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, OLD)
    return path


def test_every_file_is_a_seed_or_counted_or_rejected(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.html", "b/d.xyz"):
        put(tmp_path, name)
    for name in (
        "README.md",
        "LICENSE",
        ".hidden",
        ".git/config",
        "x.tmp",
        "~$a.docx",
        "curation/fix.csv",
        "a.meta.json",
    ):
        put(tmp_path, name)
    found = discover(tmp_path)
    assert [file.path for file in found.files] == ["a.txt", "b/c.html", "b/d.xyz"]
    assert found.ignored == {
        "curation": 1,
        "hidden": 2,
        "licence": 1,
        "readme": 1,
        "sidecar": 1,
        "temporary": 2,
    }
    assert found.rejected == ()


def test_curation_is_a_folder_at_the_top_only(tmp_path: Path) -> None:
    put(tmp_path, "news/curation/a.txt")
    assert [file.path for file in discover(tmp_path).files] == ["news/curation/a.txt"]


def test_a_sidecar_goes_with_the_file_of_its_stem(tmp_path: Path) -> None:
    put(tmp_path, "v1.2 news.json.gz")
    put(tmp_path, "v1.2 news.meta.json", "{}")
    (file,) = discover(tmp_path).files
    assert file.sidecar == "v1.2 news.meta.json"
    assert file.sidecar_sha256 is not None


def test_a_sidecar_without_an_article_is_rejected(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "b.meta.json", "{}")
    (row,) = discover(tmp_path).rejected
    assert (row["id"], row["check"]) == ("b.meta.json", "sidecar")


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    put(seeds, "a.txt")
    put(tmp_path, "secret.txt")
    put(tmp_path, "elsewhere/b.txt")
    (seeds / "link.txt").symlink_to(tmp_path / "secret.txt")
    (seeds / "folder").symlink_to(tmp_path / "elsewhere")
    (seeds / "gone.txt").symlink_to(seeds / "nowhere.txt")
    found = discover(seeds)
    assert [file.path for file in found.files] == ["a.txt"]
    assert [(row["id"], row["check"]) for row in found.rejected] == [
        ("folder", "link"),
        ("gone.txt", "link"),
        ("link.txt", "link"),
    ]


def test_a_link_to_a_folder_inside_is_not_followed_round_and_round(tmp_path: Path) -> None:
    put(tmp_path, "a/b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "again.txt").symlink_to(tmp_path / "a" / "b.txt")
    found = discover(tmp_path)
    assert [file.path for file in found.files] == ["a/b.txt", "again.txt"]


def test_the_seeds_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    put(tmp_path, "real/a.txt")
    (tmp_path / "seeds").symlink_to(tmp_path / "real")
    assert [file.path for file in discover(tmp_path / "seeds").files] == ["a.txt"]


def test_a_file_above_the_limit_is_rejected_with_the_limit_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "x" * 11)
    (row,) = discover(tmp_path, max_bytes=10).rejected
    assert row["check"] == "max_bytes"
    assert "limit of 10" in str(row["reason"])


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "a.txt", "before")
    put(tmp_path, "b.txt")
    true = module._digest

    def slow(name: str, times: tuple[int, int, int]) -> str | None:
        if name.endswith("a.txt"):
            path.write_text("after, and longer", encoding="utf-8")
        return true(name, times)

    monkeypatch.setattr(module, "_digest", slow)
    found = discover(tmp_path)
    assert [file.path for file in found.files] == ["b.txt"]
    assert [(row["id"], row["check"]) for row in found.rejected] == [("a.txt", "stable")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_rejected_and_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    (row,) = discover(tmp_path).rejected
    assert row["check"] == "regular_file"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf_8_is_rejected(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("x")
    (row,) = discover(tmp_path).rejected
    assert row["check"] == "name"
    assert str(row["id"]).encode("utf-8")


@pytest.mark.parametrize("case", ["missing", "file", "empty"])
def test_what_is_no_folder_of_seeds_says_what_to_do(tmp_path: Path, case: str) -> None:
    seeds = tmp_path / "seeds"
    if case == "file":
        seeds.write_text("x")
    elif case == "empty":
        put(seeds, "README.md")
    with pytest.raises(InputError) as caught:
        discover(seeds)
    assert caught.value.remedy


def test_the_cache_spares_reading_what_did_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds, cache = tmp_path / "seeds", tmp_path / "cache.json"
    put(seeds, "a.txt")
    _age_changes(monkeypatch)
    first = discover(seeds, cache=cache)
    monkeypatch.setattr(module, "_digest", lambda *_: pytest.fail("the file was read again"))
    assert discover(seeds, cache=cache) == first


def test_a_change_is_seen_through_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds, cache = tmp_path / "seeds", tmp_path / "cache.json"
    path = put(seeds, "a.txt", "one")
    _age_changes(monkeypatch)
    first = discover(seeds, cache=cache)
    path.write_text("two", encoding="utf-8")  # the same size
    os.utime(path, (OLD[0] + 1, OLD[1] + 1))
    assert discover(seeds, cache=cache).files[0].sha256 != first.files[0].sha256


def test_a_file_changed_a_moment_ago_is_not_trusted_to_the_cache(tmp_path: Path) -> None:
    seeds, cache = tmp_path / "seeds", tmp_path / "cache.json"
    seeds.mkdir()
    (seeds / "a.txt").write_text("now")
    discover(seeds, cache=cache)
    assert not cache.exists() or json.loads(cache.read_text())["files"] == {}


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"version": 1, "files": {"a.txt": 3}}', '{"version": 99}', "[" * 99_999]
)
def test_a_broken_cache_changes_nothing(tmp_path: Path, content: str) -> None:
    seeds, cache = tmp_path / "seeds", tmp_path / "cache.json"
    put(seeds, "a.txt")
    cache.write_text(content)
    assert discover(seeds, cache=cache) == discover(seeds)


def test_the_order_is_that_of_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "ب.txt", "B.txt"):
        put(tmp_path, name)
    paths = [file.path for file in discover(tmp_path).files]
    assert paths == sorted(paths)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.txt", ("a", "txt", None)),
        ("a/b.JSON.GZ", ("a/b", "json", "gzip")),
        ("a/v1.2 x.jsonl.zst", ("a/v1.2 x", "jsonl", "zstd")),
        ("a.b/c", ("a.b/c", None, None)),
        ("a.xyz", ("a", None, None)),
        (".txt", (".txt", None, None)),
    ],
)
def test_a_name_tells_stem_format_and_compression(
    path: str, expected: tuple[str, str | None, str | None]
) -> None:
    assert tuple(split_name(path)) == expected


def test_ordinary_names_that_only_resemble_are_seeds() -> None:
    for name in ("licensed trade.txt", "readmission.txt", "الرئيس.txt"):
        assert ignored_kind(name, at_top=True, is_folder=False) is None


def _age_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file count as long unchanged: the time of the last change of an entry can't be set."""
    monkeypatch.setattr("flows.ingest.statcache._SETTLED_NS", -(10**18))
