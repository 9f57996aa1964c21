"""The service's tables as SQLAlchemy sees them: those that a submission and a list touch."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, DateTime, ForeignKey, LargeBinary, Text, func
from sqlalchemy.dialects.postgresql import ENUM, JSONB, TSVECTOR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

JOB_STATUS = ENUM(name="pgqueuer_status", create_type=False)


class Base(DeclarativeBase):
    """What all tables have in common."""

    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True)}


class Session(Base):
    __tablename__ = "session"
    id: Mapped[str] = mapped_column(primary_key=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    feedback_count: Mapped[int]


class Analysis(Base):
    __tablename__ = "analysis"
    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[UUID] = mapped_column(ForeignKey("feedback.id"))
    is_current: Mapped[bool]
    sentiment: Mapped[str]
    topic: Mapped[str]
    confidence: Mapped[str]
    confidence_score: Mapped[float]
    method: Mapped[str]


class Screenshot(Base):
    __tablename__ = "screenshot"
    feedback_id: Mapped[UUID] = mapped_column(ForeignKey("feedback.id"), primary_key=True)
    status: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    size_bytes: Mapped[int | None]


class AlertFeedback(Base):
    __tablename__ = "alert_feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[UUID] = mapped_column(ForeignKey("alert.id"))
    feedback_id: Mapped[UUID] = mapped_column(ForeignKey("feedback.id"))


class Alert(Base):
    __tablename__ = "alert"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    rule: Mapped[str]
    severity: Mapped[str]
    status: Mapped[str]
    count: Mapped[int]
    created_at: Mapped[datetime]


class Feedback(Base):
    __tablename__ = "feedback"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    submission_key: Mapped[UUID]
    body_hash: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("session.id"))
    category: Mapped[str]
    message: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    api_state: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    occurred_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    redactions: Mapped[dict[str, Any]] = mapped_column(JSONB, deferred=True)
    is_read: Mapped[bool]
    is_archived: Mapped[bool]
    admin_notes: Mapped[str | None]
    search_vector: Mapped[str] = mapped_column(TSVECTOR, deferred=True)
    analysis: Mapped[Analysis | None] = relationship(
        primaryjoin="and_(Analysis.feedback_id == Feedback.id, Analysis.is_current)", viewonly=True, uselist=False
    )
    screenshot: Mapped[Screenshot | None] = relationship(viewonly=True, uselist=False)
    alerts: Mapped[list[Alert]] = relationship(secondary="alert_feedback", viewonly=True, order_by=Alert.created_at)


class AnswerRating(Base):
    __tablename__ = "answer_rating"
    feedback_id: Mapped[UUID] = mapped_column(ForeignKey("feedback.id"), primary_key=True)
    session_id: Mapped[str]
    message_id: Mapped[UUID]
    question: Mapped[str]
    answer: Mapped[str]
    rating: Mapped[str]
    sources: Mapped[list[Any]] = mapped_column(JSONB)
    issues: Mapped[list[str]] = mapped_column(ARRAY(Text))
    feedback_created_at: Mapped[datetime]


class Job(Base):
    __tablename__ = "pgqueuer"
    id: Mapped[int] = mapped_column(primary_key=True)
    priority: Mapped[int]
    entrypoint: Mapped[str]
    payload: Mapped[bytes]
    status: Mapped[str] = mapped_column(JOB_STATUS)


class JobLog(Base):
    __tablename__ = "pgqueuer_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int]
    priority: Mapped[int]
    entrypoint: Mapped[str]
    status: Mapped[str] = mapped_column(JOB_STATUS)


def searchable(words: str) -> Any:
    """What a search finds a feedback by."""
    return func.to_tsvector("english", words).op("||")(func.to_tsvector("simple", words))
