"""A dialogue with a digest that is out, delivered to a channel, and tokens that read it."""

from datetime import UTC, datetime

from django.test import Client

from facilitation.api.operations import SCOPES, issue_token
from facilitation.digests.models import Digest
from facilitation.transfer.models import Delivery, TrackOneChannel
from facilitation.transfer.operations import add_channel
from tests.cast import Scene
from tests.exports.scenes import released


def delivered(scene: Scene) -> tuple[Digest, TrackOneChannel]:
    """A digest that is out, in one channel."""
    digest = released(scene)
    side = scene.sides[0].id
    channel = add_channel(staff=scene.organizer, name="Their office", side_id=side, pair_group=1, handling="RED")
    Delivery.objects.create(
        dialogue_id=scene.dialogue_id,
        digest=digest,
        channel=channel,
        visible_at=datetime(2030, 5, 17, 9, 0, tzinfo=UTC),
        state=Delivery.State.VISIBLE,
        downloads=2,
    )
    return digest, channel


def token_for(scene: Scene, *scopes: str) -> str:
    """A token with these scopes, or all of them."""
    _row, secret = issue_token(staff=scene.organizer, name="Their register", scopes=scopes or SCOPES, days=90)
    return secret


def caller(secret: str) -> Client:
    """A system that shows a token."""
    return Client(headers={"Authorization": f"Bearer {secret}"})
