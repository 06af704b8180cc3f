"""How fast the reader reads on one core: eight-bit weights, 32-bit ones where they are at hand, and knowledge alone.

Run it by itself: `python -m tests.benchmarks reader`. The text is that of the sample articles. The 32-bit
network is not shipped; `MARSAD_FLOAT32` names its folder, `float32` in the work folder of the training step `export`.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.document import Document, Segment, Sentence
from flows.extract.names import find_names
from flows.extract.reader.files import is_there
from flows.extract.reader.reader import Reader
from flows.knowledge.knowledge import load

TARGET = 40  # sentences a second on one core, eight-bit weights
LIKELY = 0.5  # probability of a trigger from which an event is looked at
SAMPLES = Path(__file__).parents[2] / "seeds"
_END = re.compile(r"(?<=[.!؟])\s+")


def documents() -> list[Document]:
    """Return the sample articles, as they lie in `seeds`, each line cut at its full stops."""
    texts = (path.read_text("utf-8", "ignore") for path in sorted(SAMPLES.rglob("*.txt")))
    return [
        _document([part for line in text.split("\n") for part in _END.split(line) if part.strip()])
        for text in texts
    ]


def _document(lines: list[str]) -> Document:
    text = "\n".join(lines)
    sentences, at = [], 0
    for n, line in enumerate(lines):
        sentences.append(Sentence(n, at, at + len(line), n))
        at += len(line) + 1
    return Document("a", text, text, tuple(sentences), (Segment(0, 0, len(text)),))


def read(reader: Reader, article: Document) -> int:
    """Read an article and look again at each word that is likely to trigger an event; return how many are."""
    heard = reader.hear(article)
    events = [t for t, row in enumerate(heard.row.tolist()) if row >= 0 and heard.triggers[row] > LIKELY]
    heard.look([(token, token + 1) for token in events])
    return len(events)


def _rate(work: Callable[[], object], count: int) -> float:
    """Return sentences a second of processor time, so that a busy machine does not count; the best of three."""
    times = []
    for _ in range(3):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return count / min(times)


def main() -> None:
    """Print the rates, the first beside its limit."""
    articles = documents()
    count = sum(len(article.sentences) for article in articles)
    knowledge = load(None)
    rows: list[tuple[str, Callable[[], object]]] = [
        ("names by knowledge alone", lambda: [find_names(a, knowledge) for a in articles])
    ]
    if is_there():
        reader = Reader()
        rows.append(("reader, 8 bit", lambda: [read(reader, a) for a in articles]))
    if path := os.environ.get("MARSAD_FLOAT32"):
        whole = Reader(Path(path))
        rows.append(("reader, 32 bit", lambda: [read(whole, a) for a in articles]))
    for name, work in rows:
        limit = f" (at least {TARGET})" if name == "reader, 8 bit" else ""
        sys.stdout.write(f"{name:28} {_rate(work, count):10.0f} sentences/s{limit}\n")


if __name__ == "__main__":
    main()
