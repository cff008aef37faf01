"""Our door speaks the protocol as well as the server underneath: Autobahn's cases, the same verdict on each."""

import pytest

from benchmarks import conformance

pytestmark = pytest.mark.chaos


def test_our_door_gets_the_same_verdict_as_the_server_on_every_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "QUICK", ["1.*", "2.*", "5.*", "7.*"])
    found = conformance.run(quick=True)
    assert found["cases"] > 80
    assert found["differ"] == {}
    assert found["verdicts"]["edge"]["OK / OK"] > 70
