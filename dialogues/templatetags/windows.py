"""{{ minutes|span }}: a length as people say it."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
HOUR, DAY = 60, 24 * 60


@register.filter
def span(minutes: int) -> str:
    """Return whole days, hours or minutes; nothing at all is said as such."""
    if minutes == 0:
        return _("no length")
    if minutes % DAY == 0:
        return ngettext("%(count)d day", "%(count)d days", minutes // DAY) % {"count": minutes // DAY}
    if minutes % HOUR == 0:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // HOUR) % {"count": minutes // HOUR}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
