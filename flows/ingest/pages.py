"""HTML pages, Word files and PDF files: the article's own text out of what surrounds it."""

from __future__ import annotations

import io
import logging
import re
import zipfile

from flows.ingest.decode import Decoded, decode
from flows.ingest.errors import Unreadable
from flows.ingest.told import Told, as_day

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{3,40})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which a page names its encoding: the standard asks for the first 1,024, pages take more."""

_DATES = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1990-01-01",
    "max_date": "2100-01-01",
}
"""Only dates that a page marks as such. The bounds are stated because the default upper one is today, and the
result would depend on the day of the run."""

MAX_NODES = 200_000
"""Elements of a page; larger ones are lists or damage, and take minutes."""

MAX_PAGES = 500
"""Pages of a PDF; an article has a few."""


def _quiet(*loggers: str) -> None:
    """Keep libraries from writing to standard error: what they have to say is the reason of a rejected row."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def read_html(raw: bytes) -> Told:
    """Return the article of a page.

    Raises:
        Unreadable: not text, too large a tree, or a page in which no article is found.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - a second to import; only pages need it

    _quiet("trafilatura", "htmldate")
    declared = _CHARSET.search(raw[:_HEAD])
    page: Decoded = decode(raw, declared.group(1).decode("ascii") if declared else None)
    if page.text.count("<") > MAX_NODES:
        raise Unreadable("nodes", f"a page of more than {MAX_NODES} elements")
    found = bare_extraction(
        page.text.replace("\0", ""),
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise Unreadable("text", "no article text was found in the page: save its text as .txt")
    metadata = {"description": found.description, "tags": found.tags, "categories": found.categories}
    return Told(
        text=found.text or "",
        title=found.title,
        author=found.author,
        outlet=found.sitename,
        url=found.url,
        language=found.language,
        rights=found.license,
        published=as_day(found.date),
        metadata={name: value for name, value in metadata.items() if value},
        encoding=page.encoding,
    )


def read_docx(raw: bytes) -> Told:
    """Return the paragraphs of a Word file, one a line, and its title and author.

    Raises:
        Unreadable: not a Word file.
    """
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED_DOCX:
                raise Unreadable("max_bytes", f"more than {_UNPACKED_DOCX} bytes once unpacked")
        document = docx.Document(io.BytesIO(raw))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise Unreadable(
            "docx", f"not a Word file that can be read ({error}): save its text as .txt"
        ) from error
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    facts = document.core_properties
    return Told(text=text, title=facts.title or None, author=facts.author or None)


_UNPACKED_DOCX = 200_000_000
"""Bytes: as for any compressed file."""


def read_pdf(raw: bytes) -> Told:
    """Return the text of a PDF file, page after page.

    Raises:
        Unreadable: not a PDF file, encrypted, longer than `MAX_PAGES` pages, or pictures of text only.
    """
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    _quiet("pypdf")
    try:
        reader = PdfReader(io.BytesIO(raw))
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable("pages", f"more than {MAX_PAGES} pages: split it")
        text = "\n".join(page.extract_text() for page in reader.pages)
        facts = reader.metadata
    except PyPdfError as error:
        raise Unreadable(
            "pdf", f"not a PDF file that can be read ({error}): save its text as .txt"
        ) from error
    if not text.strip():
        raise Unreadable("text", "the PDF holds no text, perhaps pictures of it: save its text as .txt")
    return Told(text=text, title=facts.title if facts else None, author=facts.author if facts else None)
