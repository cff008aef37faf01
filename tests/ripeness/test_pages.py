"""The pages of ripeness: who reads what, what is refused, and no more queries however many rounds there are."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.access import Role, Staff
from accounts.operations import give_role
from dialogues.ballots import wire
from dialogues.ballots.models import Ballot, Measure, Release
from dialogues.ballots.operations import void_measure
from dialogues.ripeness.models import RipenessRound
from dialogues.ripeness.operations import open_survey
from dialogues.vault.cells import write_json
from tests import cast
from tests.ballots.scenes import opened, papers_for
from tests.cast import Scene
from tests.pages.test_pages import browser_of, queries, staff_browser
from tests.ripeness.scenes import DOUBT, GOOD, HALF, SURE, days_ago, everyone, somebody_leaves, surveyed

pytestmark = pytest.mark.django_db(transaction=True)


def text(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def page_of(scene: Scene) -> str:
    """The staff's address."""
    return reverse("ripeness:rounds", args=[scene.dialogue_id])


def ask(scene: Scene) -> str:
    """The address that announces a survey."""
    return reverse("ripeness:ask", args=[scene.dialogue_id])


def other_staff(scene: Scene, role: Role) -> Client:
    """A browser of somebody else who runs the dialogue."""
    if role == Role.ORGANIZER:
        return staff_browser(scene.organizer)
    member = cast.person("Udo Auditor")
    give_role(staff=scene.organizer, person_id=member.id, role=role)
    return staff_browser(Staff(member.id, "", "", scene.dialogue_id, role))


def rounds_without_asking(scene: Scene, count: int) -> None:
    """So many more released surveys, written down as the release writes them."""
    for number in range(2, count + 2):
        measure = Measure.objects.get(ripeness_round__number=1)
        release = measure.release
        measure.pk = measure.id = uuid4()
        write_json(measure, questions={"title": "T", "about": "A", "questions": [], "changed": 0, "since": ""})
        measure.save(force_insert=True)
        row = Release(dialogue_id=scene.dialogue_id, measure=measure, outcome="released", day=release.day)
        write_json(row, body={"label": None, "ripeness": {"class": "ripening", "shared": [True, False, False]}})
        row.save(force_insert=True)
        bands = {str(side.id): {"bands": ["high", "mid", "low"], "medians": [0.75, 0.5, 0.25]} for side in scene.sides}
        round_ = RipenessRound(dialogue_id=scene.dialogue_id, measure=measure, number=number)
        write_json(round_, held={"trend": "", "since": "", "sides": bands})
        round_.save(force_insert=True)


def test_the_facilitator_reads_verdict_trend_charts_and_the_same_in_words(live: Scene) -> None:
    mixed = (4, 4, 2, 3, 3, 3, 2, 2, 4)
    days_ago(surveyed(live, everyone(live, DOUBT, HALF)), 30)
    surveyed(live, everyone(live, SURE, mixed))
    client = staff_browser(live.facilitator)
    told = text(client, page_of(live))
    for words in (
        "Ripeness, round 2,",
        ": up.",
        "Not ripe. Every side sees that it cannot prevail alone; the other two beliefs are not yet shared.",
        "Shared by every side since",
        "Not yet shared. Since",
        "Bands only, never figures.",
        "This is what participants judge, not what leaders think; a timing aid, not a forecast.",
        "Method and limits",
        "at least 5 people and half of those with a ballot paper",
        "Talking to the other side mostly helps them, not us. (counts the other way round)",
    ):
        assert words in told, words
    page = client.get(page_of(live)).content.decode()
    assert len(re.findall(r'<svg class="plot" viewBox="0 14 330 194" role="img"', page)) == 3
    assert re.search(r'aria-label="Cannot prevail alone, from [^"]*: Velmar low, high; Ostrany mid, high\."', page)
    rows = re.findall(r'<th scope="row">([^<]*)</th>((?:\s*<td[^>]*>.*?</td>)+)', page)
    cells = {name: re.findall(r"<td[^>]*>(?:<b>)?([^<]*)", row) for name, row in rows}
    assert cells["Cannot prevail alone"] == ["low", "mid", "high", "high", "shared"]
    assert cells["Together beats acting alone"] == ["low", "mid", "high", "low", "not yet shared"]
    assert cells["Class"] == ["Not ripe", "Not ripe", ""]
    table = page[page.index("<table") : page.index("</table>")]
    assert not re.search(r"\b0[.,]\d", table)


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.AUDITOR])
def test_other_staff_read_the_joint_class_and_no_band_trend_or_form(live: Scene, role: Role) -> None:
    days_ago(surveyed(live, everyone(live, DOUBT, HALF)), 30)
    surveyed(live, everyone(live, GOOD, HALF))
    client = other_staff(live, role)
    told = text(client, page_of(live))
    assert "Ripening. None of the three beliefs is shared by every side yet." in told
    assert "not yet shared" in told
    for words in ("Velmar", "Ostrany", "Trend since", "Bands only", "Announce the survey", " low ", " mid "):
        assert words not in told.split("Method and limits")[0], words
    assert b'role="img"' not in client.get(page_of(live)).content
    assert client.post(ask(live), {"minutes": "30"}).status_code == 404


def test_a_participant_reads_the_class_and_the_own_sides_values_alone(live: Scene) -> None:
    surveyed(live, everyone(live, SURE, (4, 4, 2, 3, 3, 3, 2, 2, 4)))
    address = reverse("ripeness:moment")
    velmar, ostrany = text(browser_of(live, 0), address), text(browser_of(live, 5), address)
    assert "Velmar" in velmar
    assert "Ostrany" not in velmar
    assert "Cannot prevail alone shared high 1.000 " in velmar
    assert "Together beats acting alone not yet shared low 0.250 " in ostrany
    assert "A better option exists not yet shared mid 0.500 " in ostrany
    assert "Velmar" not in ostrany
    for page in (velmar, ostrany):
        assert "Not ripe." in page
        assert "This is what participants judge, not what leaders think" in page
        assert "rend" not in page.replace("rendered", "")


def test_in_a_small_group_nobody_reads_more_than_the_class(transactional_db: None) -> None:
    scene = cast.live(heads=3)
    surveyed(scene, everyone(scene, SURE, HALF))
    seat = text(browser_of(scene), reverse("ripeness:moment"))
    staff = text(staff_browser(scene.facilitator), page_of(scene))
    for page in (seat, staff):
        told, method = page.split("Method and limits")
        assert "Ripening. Which beliefs every side shares is not published" in told
        assert "Velmar" not in told
        assert "mid" not in told
        assert "In a group of this size the class alone is published" in method


def test_before_any_survey_both_pages_say_so_and_show_the_method(live: Scene) -> None:
    for page in (
        text(browser_of(live), reverse("ripeness:moment")),
        text(staff_browser(live.facilitator), page_of(live)),
    ):
        assert "No survey has a result yet" in page
        assert "There is an arrangement my side could live with" in page


def test_the_facilitator_announces_a_survey_and_a_second_one_is_refused_in_words(live: Scene) -> None:
    client = staff_browser(live.facilitator)
    empty = client.post(ask(live), {"minutes": ""})
    assert empty.status_code == 409
    assert not Measure.objects.exists()
    done = client.post(ask(live), {"minutes": "45"})
    measure = Measure.objects.get()
    assert done["Location"] == reverse("ballots:measure", args=[live.dialogue_id, measure.id])
    assert "A survey is under way." in text(client, page_of(live))
    again = client.post(ask(live), {"minutes": "45"})
    assert again.status_code == 409
    void_measure(staff=live.facilitator, measure_id=measure.id, reason="Announced in the wrong week.")
    assert "Announce the survey" in text(client, page_of(live))


def test_when_a_seat_has_left_the_page_says_why_no_survey_is_offered(transactional_db: None) -> None:
    scene = cast.live(heads=6)
    surveyed(scene, everyone(scene, GOOD))
    somebody_leaves(scene)
    client = staff_browser(scene.facilitator)
    told = text(client, page_of(scene))
    assert "Two results on the same statements could give somebody’s answer away" in told
    assert "Announce the survey" not in told
    assert client.post(ask(scene), {"minutes": "30"}).status_code == 409
    assert Measure.objects.count() == 1


def test_the_ballot_page_shows_frame_statements_and_what_the_result_reveals(live: Scene) -> None:
    measure = open_survey(staff=live.facilitator, minutes=30)
    papers = papers_for(live, measure)
    opened(live, measure)
    client = browser_of(live)
    address = reverse("ballots:ballot", args=[measure.id])
    told = text(client, address)
    for words in (
        "Answer as someone who knows how decisions are made on your side.",
        "3. With more time or more pressure my side can still get most of what it wants without the other side’s consent.",
        "strongly disagree",
        "Cannot say",
        "The result is one joint word: not ripe, ripening, or a ripe window.",
        "by fewer than two people of your side pooling what they know",
    ):
        assert words in told, words
    assert "cast a firm objection" not in told
    page = client.get(address).content.decode()
    assert len(re.findall(r'type="radio" name="agree-\d"', page)) == 9 * 6
    cast_form = reverse("ballots:cast_form", args=[measure.id])
    paper = wire.packed_bytes(papers[live.all_seats()[0].id])
    ours = {"HTTP_ORIGIN": settings.ORIGIN}
    refused = client.post(cast_form, {"paper": paper, "agree-0": ""}, **ours)  # type: ignore[arg-type]
    assert "Choose at least one answer" in refused.content.decode()
    kept = client.post(cast_form, {"paper": paper, "agree-0": "9", "agree-1": "2"}, **ours)  # type: ignore[arg-type]
    assert kept.status_code == 409
    assert re.search(r'name="agree-1" value="2" checked', kept.content.decode())
    taken = client.post(cast_form, {"paper": paper, "agree-0": "4", "agree-8": "2"}, **ours)  # type: ignore[arg-type]
    assert "Your ballot is in" in taken.content.decode()
    assert Ballot.objects.count() == 1


def test_results_read_the_same_on_every_list(live: Scene) -> None:
    surveyed(live, everyone(live, GOOD))
    words = "A ripe window. Every side holds all three beliefs."
    assert words in text(browser_of(live), reverse("ballots:list"))
    assert words in text(staff_browser(live.facilitator), reverse("ballots:console", args=[live.dialogue_id]))
    assert "Ripeness" in text(browser_of(live), reverse("room:home"))


def test_no_page_asks_the_database_more_often_when_there_are_more_rounds(live: Scene) -> None:
    surveyed(live, everyone(live, GOOD))
    pages = {
        staff_browser(live.facilitator): page_of(live),
        other_staff(live, Role.AUDITOR): page_of(live),
        browser_of(live): reverse("ripeness:moment"),
    }
    before = [queries(client, address) for client, address in pages.items()]
    rounds_without_asking(live, 9)
    assert "round 10" in text(next(iter(pages)), page_of(live))
    assert [queries(client, address) for client, address in pages.items()] == before
    assert max(before) <= 20


def test_right_to_left_the_first_round_stands_on_the_right(live: Scene, settings: pytest.FixtureRequest) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]  # type: ignore[attr-defined]
    days_ago(surveyed(live, everyone(live, DOUBT)), 20)
    surveyed(live, everyone(live, GOOD))
    client = staff_browser(live.facilitator)
    page = client.get(page_of(live), headers={"accept-language": "ar"}).content.decode()
    assert 'dir="rtl"' in page
    assert '<path class="l1" d="M260 141L40 31"/>' in page
    assert '<text x="330" y="45"' in page
