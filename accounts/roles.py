"""What a staff member may be in one dialogue (domain.md 1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The five roles with an account. Participants have none: they hold a seat."""

    FACILITATOR = "facilitator", _("Facilitator")
    ORGANIZER = "organizer", _("Organizer")
    COORDINATOR = "coordinator", _("Side coordinator")
    READER = "reader", _("Track-one reader")
    AUDITOR = "auditor", _("Auditor")
