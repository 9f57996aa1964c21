"""Feedback that nobody ever sent, for the browser to show."""

from datetime import UTC, datetime, timedelta

from tests.make import make_analysis, make_feedback

# What is said, and how it would be read: sentiment, topic, confidence.
SAYINGS = [
    ("The PDF export crashes every single time I try it.", "NEGATIVE", "BUG", "HIGH"),
    ("Love the new dashboard, it shows me all I need.", "POSITIVE", "UX", "HIGH"),
    ("I was charged twice in October, please look into it.", "NEGATIVE", "BILLING", "HIGH"),
    ("Search takes ten seconds on my phone.", "NEGATIVE", "PERFORMANCE", "HIGH"),
    ("Could you add a dark theme?", "NEUTRAL", "FEATURE_REQUEST", "HIGH"),
    ("Great work, but the app freezes when I add a photo.", "MIXED", "BUG", "MEDIUM"),
    ("Where do I find my invoices?", "NEUTRAL", "BILLING", "MEDIUM"),
    ("The new menu hides the one button I need.", "NEGATIVE", "UX", "MEDIUM"),
    ("Thank you, support was quick and friendly.", "POSITIVE", "GENERAL", "HIGH"),
    ("Loading the report got slower with every update.", "NEGATIVE", "PERFORMANCE", "MEDIUM"),
    ("Please let me sort the list by date.", "NEUTRAL", "FEATURE_REQUEST", "HIGH"),
]
HOSTILE = "<img src=x onerror=alert(1)> is all I see where my picture was."
COUNT = 69


async def make_invented_feedback() -> None:
    """69 unread feedbacks of the last three weeks, analysed; the newest tries to be more than words."""
    now = datetime.now(UTC)
    for number in range(COUNT):
        message, sentiment, topic, confidence = SAYINGS[number * 7 % len(SAYINGS)]
        if number == 0:
            message, sentiment, topic, confidence = HOSTILE, "NEGATIVE", "BUG", "MEDIUM"
        feedback_id = await make_feedback(
            message=message,
            session_id=f"visitor-{number}",
            category="BUG" if topic == "BUG" else "GENERAL",
            tags=["export"] if "export" in message else [],
            created_at=now - timedelta(hours=7.3 * number, minutes=3),
        )
        await make_analysis(feedback_id, sentiment=sentiment, topic=topic, confidence=confidence)
