"""One deed of a page with several forms: the one that was sent is bound, done, or refused in its own place."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404

from dialogues.steps.refusals import NoSuchStep, StepRefused


def attempt(act: Callable[[], object]) -> str:
    """Do one deed; return the refusal's sentence, or "". Missing and forbidden are both 404."""
    try:
        act()
    except NoSuchStep as missing:
        raise Http404 from missing
    except StepRefused as refusal:
        return str(refusal)
    return ""


def done(deed: str, deeds: Mapping[str, tuple[Any, Callable[[], object]]]) -> bool:
    """Do the deed that a form asks for; False if it was not valid or refused, and then the form says why."""
    if deed not in deeds:
        return False
    form, act = deeds[deed]
    if isinstance(form, forms.Form) and not form.is_valid():
        return False
    refusal = attempt(act)
    if refusal:
        form.add_error(None, refusal)
    return not refusal
