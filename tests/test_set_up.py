"""The set-up waits while another program installs, and says why it stops when it cannot."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

LOCKED = "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)"
LISTS = "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is it in use?"
OFFLINE = "E: Failed to fetch http://deb.example/ Could not resolve"


def functions(*names: str) -> str:
    """Some functions of the set-up, as it has them."""
    text = (ROOT / "scripts" / "setup.sh").read_text("utf-8")
    found = [
        re.search(rf"^{name}\(\) \{{.*?(?:\n\}}$| \}}$)", text, re.MULTILINE | re.DOTALL)
        for name in names
    ]
    return "\n".join(one.group() for one in found if one)


def run(folder: Path, error: str, *, failures: int) -> tuple[subprocess.CompletedProcess[str], int]:
    """What ``apt`` says over an ``apt-get`` that fails so often, and how often it was called."""
    program, calls = folder / "apt-get", folder / "calls"
    program.write_text(
        f'#!/bin/sh\necho "$@" >>"{calls}"\n[ $(wc -l <"{calls}") -gt {failures} ] && exit 0\n'
        f"echo '{error}' >&2\nexit 100\n"
    )
    program.chmod(0o755)
    script = f"APT_PAUSE=100\nsleep() {{ :; }}\n{functions('say', 'apt')}\napt update -qq"
    found = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return found, len(calls.read_text().splitlines())


@pytest.mark.parametrize("error", [LOCKED, LISTS])
def test_another_installation_is_told_once_and_waited_for(error: str, tmp_path: Path) -> None:
    found, calls = run(tmp_path, error, failures=3)
    assert (found.returncode, calls) == (0, 4)
    assert found.stderr.count("另一个安装或更新程序正在运行") == 1
    assert error not in found.stderr


def test_it_is_not_waited_for_without_end(tmp_path: Path) -> None:
    found, calls = run(tmp_path, LOCKED, failures=50)
    assert (found.returncode, calls) == (1, 19)
    assert LOCKED in found.stderr


def test_another_failure_is_shown_at_once(tmp_path: Path) -> None:
    found, calls = run(tmp_path, OFFLINE, failures=9)
    assert (found.returncode, calls) == (1, 1)
    assert OFFLINE in found.stderr
    assert "另一个安装" not in found.stderr
