"""All archive sets of a test run share one cache, so that equal documents are converted once."""

import pytest

from tests.archive import samples


@pytest.fixture(scope="session", autouse=True)
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    samples.SHARED.append(tmp_path_factory.mktemp("cache"))
