"""The large local model through the real loading path: a tiny RoBERTa, made here, with random weights.

Runs where torch and transformers are installed: pip install torch transformers, then pytest on this file. They are
several GB on most machines, so the test lock leaves them out.
"""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from graphql_api.analysis.embedded.model import EmbeddedModel, Prediction, TopicScore
from graphql_api.analysis.embedded.weights import ModelUnavailable
from graphql_api.analysis.local_model import MODEL_FOLDER, Local, load_best_model
from models.enums import AnalysisMethod, Sentiment, Topic
from tests.readers import chain_with

torch = pytest.importorskip("torch", reason="torch is not installed: several GB, and never part of the test lock")
transformers = pytest.importorskip("transformers", reason="transformers is not installed")

from graphql_api.analysis import transformers_model  # noqa: E402 - only where torch is
from graphql_api.analysis.transformers_model import Form, four_sentiments, load  # noqa: E402

TEXTS = ["I was charged twice, what a mess!", "Love it.", "The page takes a minute to load " * 100]


@pytest.fixture(scope="module")
def embedded() -> EmbeddedModel:
    return EmbeddedModel.load(MODEL_FOLDER)


def make_roberta(folder: Path, *labels: str, width: int = 32, layers: int = 2, heads: int = 2) -> Path:
    """A RoBERTa with random weights, tiny unless told otherwise, and a tokenizer that makes a token of each byte."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers  # noqa: PLC0415

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", "<mask>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )
    fast.save_pretrained(folder)
    torch.manual_seed(7)
    config = transformers.RobertaConfig(
        vocab_size=len(vocabulary),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=4 * width,
        max_position_embeddings=514,
        pad_token_id=1,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    transformers.RobertaForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.mark.parametrize("form", Form)
def test_a_binary_model_reads_in_every_form_with_four_sentiments(
    tmp_path: Path, embedded: EmbeddedModel, form: Form
) -> None:
    folder = make_roberta(tmp_path / "model", "NEGATIVE", "POSITIVE")
    model = load(str(folder), tmp_path / "weights", embedded, form)
    together = model.predict(TEXTS)
    for alone, prediction, beside in zip(TEXTS, together, embedded.predict(TEXTS), strict=True):
        assert sum(prediction.sentiments.values()) == pytest.approx(1, abs=1e-4)
        for label in (Sentiment.NEUTRAL, Sentiment.MIXED):
            assert prediction.sentiments[label] == pytest.approx(beside.sentiments[label], abs=1e-3)
        assert prediction.topics == beside.topics
        assert prediction.confidence_score == max(prediction.sentiments.values())
        (again,) = model.predict([alone])
        assert again.sentiments == pytest.approx(prediction.sentiments, abs=0.02)


def test_every_form_says_nearly_the_same(tmp_path: Path, embedded: EmbeddedModel) -> None:
    folder = str(make_roberta(tmp_path / "model", "NEGATIVE", "POSITIVE"))
    said = [load(folder, tmp_path, embedded, form).predict(TEXTS) for form in Form]
    for predictions in zip(*said, strict=True):
        for prediction in predictions[1:]:
            assert prediction.sentiments == pytest.approx(predictions[0].sentiments, abs=0.05)


async def test_the_chain_reads_with_it_through_the_choice_of_the_best(tmp_path: Path) -> None:
    folder = make_roberta(tmp_path / "model", "negative", "neutral", "positive")
    model = await asyncio.to_thread(load_best_model, str(folder), tmp_path / "weights")
    chain = await chain_with(model)
    finding = await chain.analyze(TEXTS[0], subject=uuid4())
    assert finding.method is AnalysisMethod.ML
    assert finding.model is not None
    assert str(folder) in finding.model
    assert chain.local.state == f"loaded: {model.name}"


@pytest.mark.parametrize("problem", ["no weights", "torn weights", "other labels"])
async def test_without_usable_weights_the_embedded_model_reads(tmp_path: Path, problem: str) -> None:
    folder = tmp_path / "model"
    if problem == "torn weights":
        (make_roberta(folder, "NEGATIVE", "POSITIVE") / "model.safetensors").write_bytes(b"torn")
    elif problem == "other labels":
        make_roberta(folder, "LABEL_0", "LABEL_1")
    local = Local(lambda: load_best_model(str(folder), tmp_path / "weights"))
    await local.load()
    assert local.state.startswith("loaded: minilm")


def test_weights_that_are_missing_are_named_with_the_command_that_fetches_them(
    tmp_path: Path, embedded: EmbeddedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        load("siebert/sentiment-roberta-large-english", tmp_path, embedded)
    assert caught.value.remedy == "feedback download-model"
    monkeypatch.setattr(transformers.AutoTokenizer, "from_pretrained", _no_network)
    with pytest.raises(ModelUnavailable, match="cannot be fetched"):
        transformers_model.download("siebert/sentiment-roberta-large-english", tmp_path)


def _no_network(*_: object, **__: object) -> None:
    raise OSError("no network here")


def test_the_rule_from_two_sentiments_to_four() -> None:
    beside = {Sentiment.POSITIVE: 0.2, Sentiment.NEGATIVE: 0.1, Sentiment.NEUTRAL: 0.3, Sentiment.MIXED: 0.4}
    prediction = Prediction(Sentiment.MIXED, beside, Topic.UX, (TopicScore(Topic.UX, 1.0),), 0.4)
    binary = four_sentiments({Sentiment.POSITIVE: 0.9, Sentiment.NEGATIVE: 0.1}, prediction)
    assert binary == pytest.approx(
        {Sentiment.POSITIVE: 0.27, Sentiment.NEGATIVE: 0.03, Sentiment.NEUTRAL: 0.3, Sentiment.MIXED: 0.4}
    )
    ternary = four_sentiments({Sentiment.POSITIVE: 0.5, Sentiment.NEGATIVE: 0.25, Sentiment.NEUTRAL: 0.25}, prediction)
    assert ternary[Sentiment.NEUTRAL] == pytest.approx(0.15)
    assert sum(ternary.values()) == pytest.approx(1)
