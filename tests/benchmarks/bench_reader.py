"""How fast the reader reads on one core: eight-bit weights, 32-bit ones where they are at hand, and knowledge alone.

Run it by itself: `python -m tests.benchmarks reader`. The sentences are made of parts, always the same. The 32-bit
network is not shipped; `MARSAD_FLOAT32` names its folder, `float32` in the work folder of the training step `export`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

from flows.document import Document, Segment, Sentence
from flows.extract.names import find_names
from flows.extract.reader.files import is_there
from flows.extract.reader.reader import Reader
from flows.knowledge.knowledge import load

TARGET = 40  # sentences a second on one core, eight-bit weights
SENTENCES_AN_ARTICLE = 18
LIKELY = 0.5  # probability of a trigger from which an event is looked at
_OPENINGS = (
    "أعلنت وزارة الداخلية التونسية في بيان لها أن قوات الأمن أوقفت ثلاثة أشخاص",
    "قال المتحدث باسم الحكومة خلال مؤتمر صحفي في الرباط إن بلاده ترفض أي تدخل",
    "وقع وزير التجارة مع نظيره السنغالي مذكرة تفاهم لتطوير المبادلات",
)
_MIDDLES = (
    "، بعد أيام من احتجاجات شهدتها مدن الجنوب للمطالبة بالتشغيل",
    " في شؤونه، داعيا المجتمع الدولي إلى تحمل مسؤولياته",
    " وذلك على هامش زيارة رسمية تستمر ثلاثة أيام",
)
_ENDS = (".", " دون أن يكشف تفاصيل أخرى.", " وفق ما نقلته وكالة الأنباء الرسمية.", " بحسب مصدر مطلع.")


def documents() -> list[Document]:
    """Return the articles that are read."""
    lines = ["".join(parts) for parts in product(_OPENINGS, _MIDDLES, _ENDS)] * 2
    return [
        _document(lines[n : n + SENTENCES_AN_ARTICLE]) for n in range(0, len(lines), SENTENCES_AN_ARTICLE)
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
    return sum(heard.event(token, token + 1) is not None for token in events)


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
