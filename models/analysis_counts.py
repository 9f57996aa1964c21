"""What analyses add up to, where counting the findings themselves would take too long or come too late."""

from tortoise import fields
from tortoise.models import Model

from models.enums import AnalysisMethod


class AnalysisTally(Model):
    """How often findings were made, ever, by method and reason. A reason that is not there is an empty text.

    A count is spread over several rows, so that workers that count at the same time do not wait for each other.
    """

    id = fields.BigIntField(primary_key=True)
    shard = fields.SmallIntField()
    method = fields.CharEnumField(AnalysisMethod, max_length=10, description="what produced the findings")
    reason = fields.CharField(max_length=50)
    cached = fields.BooleanField()
    findings = fields.BigIntField()
    latency_ms = fields.BigIntField()

    class Meta:
        table = "analysis_tally"
        unique_together = (("shard", "method", "reason", "cached"),)


class AiSpend(Model):
    """What the AI's answers of one day (UTC) took, by model; also of answers that could not be used."""

    id = fields.BigIntField(primary_key=True)
    day = fields.DateField()
    model = fields.CharField(max_length=200)
    answers = fields.BigIntField()
    input_tokens = fields.BigIntField()
    output_tokens = fields.BigIntField()
    cost_usd = fields.FloatField()

    class Meta:
        table = "ai_spend"
        unique_together = (("day", "model"),)
