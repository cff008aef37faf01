"""A digest by its address: of this dialogue, or the same 404 as for everything else."""

from uuid import UUID

from django.http import Http404

from accounts.access import Staff
from facilitation.digests.models import Digest


def digest_here(staff: Staff, digest_id: UUID) -> Digest:
    """Return a digest of this dialogue. Raises Http404."""
    found = Digest.objects.filter(id=digest_id, dialogue_id=staff.dialogue_id).first()
    if found is None:
        raise Http404
    return found
