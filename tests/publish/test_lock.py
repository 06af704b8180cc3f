"""One build at a time, in this process and across processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import BusyError
from flows.publish.lock import only_build

HOLD = """
import sys, time
from pathlib import Path
from flows.publish.lock import only_build
with only_build(Path(sys.argv[1]), 0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_told_who_holds_the_lock_and_gets_it_when_the_first_dies(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"process {holder.pid}"), only_build(tmp_path, 0.2):
            pass
    finally:
        holder.kill()
        holder.wait()
    with only_build(tmp_path, 5):
        assert (tmp_path / ".lock.json").is_file()
    assert not (tmp_path / ".lock.json").exists()
