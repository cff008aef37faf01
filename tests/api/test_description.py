"""The API keeps to its own description: generated requests, right and wrong, against every address (schemathesis)."""

from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth

from facilitation.api import door
from tests.api.scenes import delivered, token_for
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 8}  # an address; the whole walk takes seconds
CHECKS_LEFT_OUT = [
    ignored_auth
]  # it wants 401; here whoever may not read gets what does not exist: tests/api/test_reading.py


@pytest.fixture
def secret(live: Scene, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token that reads everything in a house with a digest that is out."""
    monkeypatch.setattr(door, "REQUESTS", 100_000)
    monkeypatch.setattr(door, "STRANGERS", 100_000)
    delivered(live)
    return token_for(live)


def operations() -> list[Any]:
    """Every address with its method, as the served description has them."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app=WSGIHandler())
    found = list(schema.get_all_operations())
    assert all(isinstance(one, Ok) for one in found)
    return [one.ok() for one in found if isinstance(one, Ok)]


def test_every_answer_to_whatever_is_asked_is_one_that_the_description_names(secret: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    walked = {}
    for operation in operations():
        for mode, examples in EXAMPLES.items():
            if mode is GenerationMode.NEGATIVE and not operation.path_parameters:
                continue  # nothing of its address can be wrong
            asked = operation.as_strategy(generation_mode=mode)
            walked[operation.label, mode] = _walk(asked, headers, examples, there=mode is GenerationMode.POSITIVE)
    assert len({label for label, _mode in walked}) == 5
    assert all(200 in told for (_label, mode), told in walked.items() if mode is GenerationMode.POSITIVE)
    assert not any(told - {404, 405} for (_label, mode), told in walked.items() if mode is GenerationMode.NEGATIVE)


def test_without_a_token_every_address_answers_as_the_description_says(secret: str) -> None:
    for operation in operations():
        assert _walk(operation.as_strategy(), {}, 4) == {404}


def _walk(strategy: Any, headers: dict[str, str], examples: int, *, there: bool = False) -> set[int]:
    """Ask with generated requests, for the digest that is `there` too; return the codes that came back."""
    told: set[int] = set()

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(case=strategy)
    def ask(case: Case[Any]) -> None:
        told.add(case.call_and_validate(headers=headers, excluded_checks=CHECKS_LEFT_OUT).status_code)
        if there and case.path_parameters and "number" in case.path_parameters:
            case.path_parameters["number"] = 1  # the one that is there, too
            told.add(case.call_and_validate(headers=headers, excluded_checks=CHECKS_LEFT_OUT).status_code)

    ask()
    return told
