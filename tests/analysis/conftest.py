"""The real embedded model, converted once per test process."""

from pathlib import Path

import pytest

from graphql_api.analysis.embedded.model import EmbeddedModel


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the converted graph lives while the tests run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def model(model_folder: Path) -> EmbeddedModel:
    """The loaded model."""
    return EmbeddedModel.load(model_folder)
