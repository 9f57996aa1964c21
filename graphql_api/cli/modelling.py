"""The command `download-model`: the large local model's weights, once."""

import importlib.util
from importlib import import_module

from graphql_api.analysis.embedded.weights import ModelUnavailable
from graphql_api.analysis.local_model import INSTALL, NEEDS, weights_folder
from graphql_api.cli.console import answers, remarks, set_up_quiet_logs
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.settings import read_settings


@fails_in_one_line
def download_model() -> None:
    """Fetch the weights of the model that ML_MODEL names.

    They are kept in FEEDBACK_DATA_DIR. This is the only time that a model asks the network; workers use it from their
    next start on.
    """
    settings = read_settings()
    set_up_quiet_logs(settings)
    missing = [name for name in NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise CommandError(f"{' and '.join(missing)} must be installed first: {INSTALL}")
    remarks().print(f"fetching {settings.ml_model}")
    weights = weights_folder(settings.feedback_data_dir)
    try:
        import_module("graphql_api.analysis.transformers_model").download(settings.ml_model, weights)
    except ModelUnavailable as unavailable:
        raise CommandError(str(unavailable)) from unavailable
    answers().print(f"{settings.ml_model} is in {weights}")
