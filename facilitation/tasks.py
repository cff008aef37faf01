"""What Celery runs. Arguments are ids; the work is in operations; everything may run twice."""

from uuid import UUID

from celery import shared_task

from facilitation.digests.operations import drafting
from facilitation.exports import operations
from facilitation.summaries import operations as summarising
from facilitation.sweep import sweep_all
from facilitation.transfer.notices.sending import send_due


@shared_task
def sweep() -> None:
    """Move whatever is due."""
    sweep_all()


@shared_task
def compile_digest(digest_id: str) -> None:
    """Compile a digest, or go on where a killed worker stopped."""
    drafting.compile_digest(UUID(digest_id))


@shared_task
def compile_summary(summary_id: str) -> None:
    """Compile a joint summary."""
    summarising.compile_summary(UUID(summary_id))


@shared_task
def render_export(export_id: str) -> None:
    """Render a file, or go on where a killed worker stopped."""
    operations.render_export(UUID(export_id))


@shared_task
def send_notices() -> None:
    """Empty the outbox of notices."""
    send_due()
