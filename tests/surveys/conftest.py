"""Surveys of one process are made in the test itself."""

import pytest

from tests.builders.alone import without_children


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    without_children(monkeypatch)
