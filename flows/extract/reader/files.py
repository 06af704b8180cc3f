"""The model's files. Standard library only: what asks whether anything is to be done needs no model."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

MODEL = Path(__file__).parent / "model"
FILES = ("lower.onnx", "upper.onnx", "pieces.tsv")
"""What a model is: the lower and the upper half of the network, and its vocabulary."""

NO_READER = "none"
"""The fingerprint of a build that goes by knowledge alone."""


def is_there(folder: Path = MODEL) -> bool:
    """Whether a model's files lie in a folder, and what runs them is installed."""
    return find_spec("onnxruntime") is not None and all((folder / name).is_file() for name in FILES)


def fingerprint(choice: str, folder: Path = MODEL) -> str:
    """Return the digest of the model that a build reads with, and the version of what runs it.

    Args:
        choice: `auto` for the model if it is there, `none` for knowledge alone.
        folder: where the model is.
    """
    if choice == NO_READER or not is_there(folder):
        return NO_READER
    state = hashlib.sha256()
    for name in FILES:
        state.update((folder / name).read_bytes())
    return f"{state.hexdigest()} onnxruntime {_version()}"


def _version() -> str:
    try:
        return version("onnxruntime")
    except PackageNotFoundError:
        return "unknown"
