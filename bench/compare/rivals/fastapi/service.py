"""The usual service: FastAPI, SQLAlchemy's ORM with asyncpg, a session for each request.

DATABASE_URL=postgresql+asyncpg://... uvicorn service:app --workers 2
"""

import hashlib
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload
from tables import AnswerRating, Feedback, Job, JobLog, Session, searchable

engine = create_async_engine(
    os.environ["DATABASE_URL"], pool_size=int(os.environ["POOL_SIZE"]), max_overflow=0, pool_timeout=60
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
app = FastAPI()


async def database() -> AsyncIterator[AsyncSession]:
    """A request's session."""
    async with sessions() as session:
        yield session


Database = Annotated[AsyncSession, Depends(database)]


class Submission(BaseModel):
    submission_key: UUID
    session_id: str = Field(max_length=200)
    category: str = "GENERAL"
    message: str = Field(max_length=5_000)
    tags: list[str] = []


class Rating(BaseModel):
    submission_key: UUID
    session_id: str = Field(max_length=200)
    message_id: UUID
    question: str = Field(max_length=5_000)
    answer: str = Field(max_length=5_000)
    rating: str


class Receipt(BaseModel):
    id: UUID


class Shown(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AnalysisShown(Shown):
    sentiment: str
    topic: str
    confidence: str
    confidence_score: float
    method: str


class ScreenshotShown(Shown):
    status: str
    width: int | None
    height: int | None
    size_bytes: int | None


class AlertShown(Shown):
    rule: str
    severity: str
    status: str
    count: int
    created_at: datetime


class FeedbackShown(Shown):
    id: UUID
    submission_key: UUID
    session_id: str
    category: str
    message: str | None
    tags: list[str]
    api_state: dict[str, Any] | None
    occurred_at: datetime | None
    created_at: datetime
    is_read: bool
    is_archived: bool
    admin_notes: str | None
    analysis: AnalysisShown | None
    screenshot: ScreenshotShown | None
    alerts: list[AlertShown]


class Wanted(BaseModel):
    first: int = Field(default=50, ge=1, le=100)
    category: str | None = None
    is_read: bool | None = None
    search: str | None = None


async def _seen(session: AsyncSession, session_id: str, now: datetime) -> None:
    known = insert(Session).values(id=session_id, first_seen_at=now, last_seen_at=now, feedback_count=1)
    await session.execute(
        known.on_conflict_do_update(
            index_elements=[Session.id],
            set_={
                "first_seen_at": func.least(Session.first_seen_at, known.excluded.first_seen_at),
                "last_seen_at": func.greatest(Session.last_seen_at, known.excluded.last_seen_at),
                "feedback_count": Session.feedback_count + 1,
            },
        )
    )


async def _ask_for_analysis(session: AsyncSession, feedback: Feedback) -> None:
    job = Job(priority=0, entrypoint="ANALYZE", payload=feedback.id.bytes, status="queued")
    session.add(job)
    await session.flush()
    session.add(JobLog(job_id=job.id, priority=0, entrypoint="ANALYZE", status="queued"))


def _feedback(submitted: Submission | Rating, words: str, now: datetime) -> Feedback:
    return Feedback(
        submission_key=submitted.submission_key,
        session_id=submitted.session_id,
        body_hash=hashlib.sha256(words.encode()).digest(),
        created_at=now,
        redactions={},
        is_read=False,
        is_archived=False,
        search_vector=searchable(words),
    )


@app.post("/feedback")
async def submit(submission: Submission, session: Database) -> Receipt:
    """Store a report, its session and its job in one transaction."""
    now = datetime.now(UTC)
    await _seen(session, submission.session_id, now)
    feedback = _feedback(submission, submission.message, now)
    feedback.category, feedback.message, feedback.tags = submission.category, submission.message, submission.tags
    session.add(feedback)
    await session.flush()
    await _ask_for_analysis(session, feedback)
    await session.commit()
    return Receipt(id=feedback.id)


@app.post("/rating")
async def rate(rating: Rating, session: Database) -> Receipt:
    """Store an answer's rating, its session and its job in one transaction."""
    now = datetime.now(UTC)
    await _seen(session, rating.session_id, now)
    feedback = _feedback(rating, f"{rating.question}\n{rating.answer}", now)
    feedback.category, feedback.tags = "GENERAL", []
    session.add(feedback)
    await session.flush()
    session.add(
        AnswerRating(
            feedback_id=feedback.id,
            session_id=rating.session_id,
            message_id=rating.message_id,
            question=rating.question,
            answer=rating.answer,
            rating=rating.rating,
            sources=[],
            issues=[],
            feedback_created_at=now,
        )
    )
    await _ask_for_analysis(session, feedback)
    await session.commit()
    return Receipt(id=feedback.id)


@app.post("/list", response_model=list[FeedbackShown])
async def feedbacks(wanted: Wanted, session: Database) -> Any:
    """The newest that are wanted, with what belongs to each."""
    query = (
        select(Feedback)
        .options(selectinload(Feedback.analysis), selectinload(Feedback.screenshot), selectinload(Feedback.alerts))
        .order_by(Feedback.created_at.desc(), Feedback.id.desc())
        .limit(wanted.first)
    )
    if wanted.category is not None:
        query = query.where(Feedback.category == wanted.category)
    if wanted.is_read is not None:
        query = query.where(Feedback.is_read == wanted.is_read)
    if wanted.search is not None:
        query = query.where(Feedback.search_vector.op("@@")(func.websearch_to_tsquery("english", wanted.search)))
    return (await session.scalars(query)).all()
