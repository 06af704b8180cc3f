"""How fast times and amounts are found, beside a single scan for any digit or month's name.

Run it by itself: `python tests/benchmarks/bench_times.py`. The sentences are made of parts, always the same.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import product

from flows.arabic import fold
from flows.document import Document, Published, Segment, Sentence
from flows.extract.amounts import find_amounts
from flows.extract.times import find_times, resolve_times
from flows.knowledge.tables import rows

SENTENCES_AN_ARTICLE = 20
ROUNDS = 3
TARGET = 20_000  # sentences a second, times and amounts together, on one core

_OPENINGS = (
    "أعلنت وزارة الداخلية في بيان لها",
    "قال المتحدث باسم الحكومة خلال مؤتمر صحفي",
    "شدد الوزير على أهمية تعزيز التعاون بين البلدين",
    "ذكرت مصادر محلية أن السلطات عززت إجراءاتها",
    "ودعت المنظمة جميع الأطراف إلى ضبط النفس",
)
_MIDDLES = (
    "، اليوم الثلاثاء، أن قوات الأمن أوقفت 12 شخصا",
    " أن المشاورات ستتواصل من أجل التوصل إلى اتفاق شامل يرضي الجميع",
    " منذ يناير الماضي في عدد من المدن والقرى الواقعة شمال البلاد",
    " وفق ما أوردته وسائل إعلام رسمية نقلا عن مسؤول رفض الكشف عن هويته",
    "، بقيمة 3.5 مليون دولار على مدى السنوات المقبلة",
)
_ENDS = (" دون تقديم مزيد من التفاصيل.", " بحسب المصدر نفسه.", " في العاصمة.", " عام 2019.")


def documents() -> list[Document]:
    """Return the articles that are read: `SENTENCES_AN_ARTICLE` sentences each, some with times, most without."""
    lines = ["".join(parts) for parts in product(_OPENINGS, _MIDDLES, _ENDS)] * 40
    return [
        _document(n, lines[n : n + SENTENCES_AN_ARTICLE]) for n in range(0, len(lines), SENTENCES_AN_ARTICLE)
    ]


def _document(number: int, lines: list[str]) -> Document:
    text = "\n".join(lines)
    sentences, at = [], 0
    for n, line in enumerate(lines):
        sentences.append(Sentence(n, at, at + len(line), n))
        at += len(line) + 1
    return Document(str(number), text, text, tuple(sentences), (Segment(0, 0, len(text)),))


def _seconds(work: Callable[[], object]) -> float:
    """Return the best of several runs."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def measure() -> dict[str, float]:
    """Return sentences a second of each part."""
    published = Published(date(2021, 11, 24), date(2021, 11, 24), "benchmark")
    articles = documents()
    count = sum(len(article.sentences) for article in articles)
    names = "|".join(sorted({re.escape(fold(row["name"])) for row in rows("months")}, key=len, reverse=True))
    scan = re.compile(rf"[0-9]|{names}")
    folded = [article.folded for article in articles]
    found = [find_times(article) for article in articles]
    [find_amounts(article) for article in articles]  # every table is read and every text split once
    return {
        "limit: one scan for any digit or month": count
        / _seconds(lambda: [scan.findall(text) for text in folded]),
        "find times": count / _seconds(lambda: [find_times(article) for article in articles]),
        "resolve times": count / _seconds(lambda: [resolve_times(times, published) for times in found]),
        "find amounts": count / _seconds(lambda: [find_amounts(article) for article in articles]),
        "times and amounts": count / _seconds(lambda: [_both(article, published) for article in articles]),
        "times and amounts, splitting the text included": count
        / _seconds(lambda: [_both(article, published) for article in documents()]),
    }


def _both(article: Document, published: Published) -> int:
    """Return how many times and amounts an article holds."""
    return len(resolve_times(find_times(article), published)) + len(find_amounts(article))


def main() -> int:
    """Print the figures; return 1 where times and amounts together miss the target."""
    figures = measure()
    for name, rate in figures.items():
        sys.stdout.write(f"{name:50} {rate:12,.0f} sentences/s\n")
    return 0 if figures["times and amounts"] >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
