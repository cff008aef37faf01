"""Sealing a confidential text is a deed of two facilitators."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Role
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from dialogues.facesaving.models import FaceSavingPair
from dialogues.facesaving.operations.sealing import DEED, deposit, deposit_hash
from dialogues.facesaving.refusals import FaceRefused


def words(approval: Approval) -> str:
    """Say what will happen."""
    pair = FaceSavingPair.objects.get(id=approval.subject)
    return _(
        "Seal the confidential text of face-saving pair %(number)d under a key of its own. From then on nobody reads it, "
        "facilitators included, until every side or the agreed day opens it."
    ) % {"number": pair.number}


register(
    DEED,
    words,
    deposit,
    roles=frozenset({Role.FACILITATOR}),
    hash_now=deposit_hash,
    link=lambda approval: reverse("facesaving:pair", args=[approval.dialogue, approval.subject]),
    refusals=(FaceRefused,),
)
