"""The command `evaluate`: how right the embedded model is on files of labelled texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction
from graphql_api.analysis.embedded.weights import ModelUnavailable
from graphql_api.analysis.evaluate import Labelled, LabelledFileError, as_dict, as_tables, evaluate, read_labelled
from graphql_api.analysis.local_model import MODEL_FOLDER
from graphql_api.cli.console import answers, print_json, progress_bars, remarks, set_up_quiet_logs
from graphql_api.cli.failures import CommandError, fails_in_one_line
from graphql_api.settings import read_settings


@dataclass(frozen=True)
class Watched:
    """The model, telling after each batch how many texts it has read."""

    model: EmbeddedModel
    show_read: Callable[[int], None]

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """As the model."""
        predictions = self.model.predict(texts)
        self.show_read(len(texts))
        return predictions


@fails_in_one_line
def evaluate_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="CSV with the columns `text` and `label`: sentiments or topics."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each file.")] = False,
) -> None:
    """Say how right the embedded model is on labelled texts.

    Accuracy, macro-F1, the confusion matrix, and how often HIGH, MEDIUM and LOW are right. The model chooses among the
    labels that a file has; in a file with one label it chooses freely, and the figure is the recall.
    """
    set_up_quiet_logs(read_settings())
    read = {path: _read(path) for path in files}
    try:
        model = EmbeddedModel.load(MODEL_FOLDER)
    except ModelUnavailable as missing:
        raise CommandError(str(missing)) from missing
    out = answers()
    with progress_bars(remarks()) as bars:
        bar = bars.add_task("reading", total=sum(len(labelled.rows) for labelled in read.values()))
        watched = Watched(model, lambda number: bars.advance(bar, number))
        evaluations = {path: evaluate(labelled, watched) for path, labelled in read.items()}
    for path, evaluation in evaluations.items():
        if as_json:
            print_json({"file": str(path), **as_dict(evaluation)})
        else:
            out.print(path.name, style="bold")
            out.print(as_tables(evaluation))


def _read(path: Path) -> Labelled:
    try:
        return read_labelled(path)
    except LabelledFileError as bad:
        raise CommandError(f"{path}: {bad}") from bad
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
