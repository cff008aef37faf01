"""One dialogue from set-up to released digest, lived through in the browser on a house that `./run` started."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from facilitation.demo import story
from facilitation.replay.guest import Guest
from tests.journeys.people import Participant, Staff

pytestmark = pytest.mark.browser
HEADS = 5
OPENINGS = {  # how a file of each form begins
    "pdf": b"%PDF-", "docx": b"PK\x03\x04", "html": b"<!doctype html>", "md": b"# ", "json": b"{", "csv": b"\xef\xbb\xbfsection,",
}  # fmt: skip


class Journey:
    """The people of the journey, and what they have found so far."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser, self.origin = browser, origin
        self.organizer = Staff(browser, origin, "organizer")
        self.facilitator = Staff(browser, origin, "facilitator")
        self.second = Staff(browser, origin, "facilitator2")
        self.sides = [Staff(browser, origin, "velmar"), Staff(browser, origin, "ostrany")]
        self.path = ""
        self.links: list[list[str]] = []
        self.people: list[Participant] = []
        self.guests: list[list[Guest]] = []

    def set_up(self) -> None:
        """Step 1: the organizer creates and freezes; both coordinators confirm."""
        organizer = self.organizer
        organizer.go("/staff/dialogues/new/")
        organizer.page.select_option("[name=entry]", "quick")  # the pauses of unlinkable entry are hours long
        organizer.page.fill("[name=codename]", "Ferry")
        organizer.page.fill("[name=title]", "A ferry across the Issal")
        organizer.page.fill("[name=sides]", "Velmar\nOstrany")
        organizer.press("Create the dialogue")
        self.path = re.sub(r"people/$", "", organizer.page.url.removeprefix(self.origin))
        for person, role in (("facilitator", "Facilitator"), ("facilitator2", "Facilitator")):
            organizer.give(person, role)
        for person, side in (("velmar", "Velmar"), ("ostrany", "Ostrany")):
            organizer.give(person, f"Coordinator of {side}")
        organizer.go(f"{self.path}setup/freeze/")
        organizer.press("Freeze the numbers")
        organizer.press("Ask the coordinators")
        for coordinator in self.sides:
            coordinator.go(f"{self.path}confirm/")
            coordinator.press("Confirm for my side")
        coordinator.reads("Every side has: entry is open.")

    def enter(self) -> None:
        """Step 2: invitations are shown once; one a side enters by phone, the others by their own client."""
        for coordinator in self.sides:
            coordinator.go(f"{self.path}invitations/")
            coordinator.press("Make and show the invitations")
            links = coordinator.page.locator(".link-list code").all_inner_texts()
            assert len(links) == HEADS
            self.links.append(links)
        for links in self.links:
            self.people.append(Participant(self.browser, self.origin, links[0]))
            guests = [Guest(self.origin) for _ in links[1:]]
            for guest, link in zip(guests, links[1:], strict=True):
                guest.join(link)
            self.guests.append(guests)
        self.organizer.go(f"{self.path}entry/")
        self.organizer.page.locator("summary", has_text="Seal").click()
        self.organizer.press("Seal the window")
        self.organizer.reads("Sealed")

    def add_agenda(self) -> None:
        """Step 3a: the facilitator writes three issues."""
        self.facilitator.go(f"{self.path}agenda/")
        for issue in (story.ISSUES[5], story.ISSUES[1], story.ISSUES[3]):
            self.facilitator.page.fill("[name=title]", issue.title)
            self.facilitator.page.select_option("[name=sphere]", issue.sphere)
            self.facilitator.page.check("main [name=accepted]")
            self.facilitator.press("Add the issue")

    def go_live(self) -> None:
        """Step 4a: the session goes live."""
        self.facilitator.go(f"{self.path}sessions/")
        self.facilitator.press("Plan the session")
        self.facilitator.press("Open for the rules")
        for line in self.facilitator.page.locator("[name=despite]").all():
            line.check()
        self.facilitator.press("Go live")
        self.facilitator.reads("Phase")

    def ballot_id(self) -> UUID:
        """The ballot that is asked now, as a participant finds it."""
        page = self.people[0].page
        page.goto(self.origin + "/room/ballots/")
        address = page.locator("main a[href*='/room/ballots/']").first.get_attribute("href")
        assert address is not None
        return UUID(address.rstrip("/").rsplit("/", 1)[-1])

    def everybody_answers(self, answers: list[dict[str, str]], press: list[list[str]]) -> None:
        """All ten fetch a paper while it is announced and answer once the ballot is open."""
        measure = self.ballot_id()
        for person in self.people:
            person.go(f"/room/ballots/{measure}/")
        papers = [[guest.take_paper(measure) for guest in guests] for guests in self.guests]
        for person, chosen in zip(self.people, press, strict=True):
            person.reload_until("Cast my ballot")
            for selector in chosen:
                person.page.locator(selector).check(force=True)
            person.press("Cast my ballot")
            person.reads("Your receipt")
        for guests, given, answer in zip(self.guests, papers, answers, strict=True):
            for guest, paper in zip(guests, given, strict=True):
                guest.cast(measure, paper, answer)


@pytest.fixture(scope="module")
def journey(chromium: Browser, house: str) -> Journey:
    """The people, signed in."""
    return Journey(chromium, house)


def test_one_dialogue_from_invitation_to_released_digest(journey: Journey) -> None:
    a_dialogue_is_set_up_confirmed_entered_and_sealed(journey)
    what_one_says_the_other_reads_at_once_and_again_after_a_reload(journey)
    private_ratings_order_the_agenda_easiest_first(journey)
    a_text_is_tabled_and_a_straw_poll_passes_the_gate(journey)
    the_digest_is_compiled_cleared_signed_by_both_and_released_by_two(journey)
    both_sides_officials_read_it_at_the_same_minute_and_one_asks_back(journey)
    the_organizer_exports_summary_and_digest_in_every_form(journey)
    nothing_went_wrong_in_anybodys_scripts(journey)


def pairs(hard: list[int]) -> dict[str, str]:
    """A rating as the form sends it: difficulty per item, importance in the middle."""
    answers: dict[str, str] = {}
    for place, value in enumerate(hard):
        answers |= {f"first-{place}": str(value), f"second-{place}": "3"}
    return answers


def a_dialogue_is_set_up_confirmed_entered_and_sealed(journey: Journey) -> None:
    journey.set_up()
    journey.enter()
    assert journey.people[0].mask != journey.people[1].mask


def what_one_says_the_other_reads_at_once_and_again_after_a_reload(journey: Journey) -> None:
    journey.add_agenda()
    journey.go_live()
    for person in journey.people:
        person.go("/room/")
    journey.people[0].say("A shared log we could both defend at home, I think.")
    journey.people[1].reads("A shared log we could both defend at home")
    journey.people[1].page.reload()
    journey.people[1].reads("A shared log we could both defend at home")
    guest = journey.guests[0][0]
    guest.open_line()
    number = guest.say("From a line of my own.")
    guest.listen_until(number)
    journey.people[1].reads("From a line of my own.")
    assert [entry["n"] for entry in guest.seen] == list(range(1, number + 1))


def private_ratings_order_the_agenda_easiest_first(journey: Journey) -> None:
    facilitator = journey.facilitator
    facilitator.go(f"{journey.path}agenda/")
    facilitator.page.fill("[name=minutes]", "1")
    facilitator.press("Announce a rating round")
    chosen = ["[name=first-0][value='5']", "[name=second-0][value='3']", "[name=first-1][value='2']",
              "[name=second-1][value='3']", "[name=first-2][value='3']", "[name=second-2][value='3']"]  # fmt: skip
    journey.everybody_answers([pairs([5, 2, 3]), pairs([5, 2, 3])], [chosen, chosen])
    facilitator.go(f"{journey.path}agenda/")
    facilitator.reload_until("Easy for every side", times=150)
    titles = facilitator.page.locator(".board tbody th").all_inner_texts()
    wanted = [story.ISSUES[1].title, story.ISSUES[3].title, story.ISSUES[5].title]
    assert [title.split("\n")[0] for title in titles] == wanted
    facilitator.press("Adopt this order")
    journey.people[0].go("/room/agenda/")
    journey.people[0].reads("Workable for every side")


def a_text_is_tabled_and_a_straw_poll_passes_the_gate(journey: Journey) -> None:
    facilitator = journey.facilitator
    facilitator.go(f"{journey.path}text/")
    facilitator.page.fill("[name=title]", story.TEXT_TITLE)
    facilitator.press("Start the text")
    facilitator.page.fill("[name=text_en]", "\n\n".join(story.CLAUSES))
    facilitator.page.fill("[name=official_note]", story.OFFICIAL_NOTE)
    facilitator.press("Keep the draft")
    facilitator.press("Put it on the table")
    facilitator.reads("can no longer be changed")
    facilitator.follow("Prepare a straw poll")
    facilitator.page.locator("input[name=pass_mark][value=parallel_consent], select[name=pass_mark]").first.evaluate(
        "node => { if (node.type === 'radio') node.checked = true; else node.value = 'parallel_consent'; }"
    )
    minutes = facilitator.page.locator("[name=minutes], [name=minutes_open]").first
    minutes.fill("1")
    facilitator.page.locator("main form button.main").first.click()
    answers = {"grade-0": "4", "clause-0": ""}
    journey.everybody_answers([answers, answers], [["[name=grade-0][value='4']"], ["[name=grade-0][value='3']"]])
    journey.people[0].go("/room/ballots/")
    journey.people[0].reload_until("Parallel consent", times=150)
    journey.people[0].reads("No firm objection was cast on any side.")


def the_digest_is_compiled_cleared_signed_by_both_and_released_by_two(journey: Journey) -> None:
    facilitator, second, organizer = journey.facilitator, journey.second, journey.organizer
    facilitator.go(f"{journey.path}digest/")
    facilitator.press("Compile a digest")
    facilitator.reload_until("Keep the text")
    facilitator.page.fill(
        "[name=bottom_line]", "Somebody held that a shared log we could both defend at home would do."
    )
    facilitator.page.fill("[name=next]", "Would officials keep such a line open in an incident?")
    facilitator.press("Keep the text")
    expect(facilitator.page.locator("#section-bottom_line mark")).to_have_text(
        "a shared log we could both defend at home"
    )
    expect(facilitator.page.get_by_role("button", name="Approve for comment")).to_be_disabled()
    facilitator.page.fill("[name=bottom_line]", "A telephone line between the two posts is within reach.")
    facilitator.press("Keep the text")
    expect(facilitator.page.locator("#section-bottom_line mark")).to_have_count(0)
    address = facilitator.page.url.removeprefix(journey.origin)
    facilitator.press_with_touch("Approve for comment")
    facilitator.reads("A second person confirms it")
    confirm(second, journey.path)
    journey.people[0].go("/room/digest/")
    journey.people[0].reads("Strike a sentence")
    facilitator.go(address)
    facilitator.press("Ask the sides to sign")
    for coordinator in journey.sides:
        coordinator.go(address)
        coordinator.press_with_touch("Sign this text")
        coordinator.reads("Signed for your side.")
    channels(organizer, journey.path)
    for coordinator in journey.sides:
        for _ in range(2):
            coordinator.go(f"{journey.path}channels/agree/")
            coordinator.page.get_by_role("button", name="Agree for my side").first.click()
            coordinator.reads("Agreed for your side.")
    organizer.go(f"{journey.path}channels/")
    organizer.reads("Whole: digests up to RED reach every side here.")
    facilitator.go(address)
    facilitator.press_with_touch("Ask for the release")
    confirm(organizer, journey.path)
    facilitator.go(address)
    facilitator.reads("Released")


def both_sides_officials_read_it_at_the_same_minute_and_one_asks_back(journey: Journey) -> None:
    readers = [Staff(journey.browser, journey.origin, handle) for handle in ("reader", "reader2")]
    for reader in readers:
        reader.go("/portal/")
        reader.reads("Ferry")
    minutes = [reader.page.locator(".needs .due", has_text="UTC").first.inner_text() for reader in readers]
    assert minutes[0] == minutes[1]
    for reader in readers:
        reader.follow("Read the digest")
        reader.reads("A telephone line between the two posts is within reach.")
    asks = readers[0]
    asks.page.fill("[name=text]", "Who would repair the line?")
    asks.press("Send the question")
    asks.reads("With the facilitators")
    with asks.page.expect_download() as caught:
        asks.page.get_by_role("link", name="Download as PDF").click()
    assert "within reach" in "".join(page.extract_text() for page in PdfReader(caught.value.path()).pages)
    facilitator = journey.facilitator
    facilitator.go(f"{journey.path}questions/")
    facilitator.page.get_by_label("In your words, for the group").fill("How would a broken line be mended?")
    facilitator.press("Put it to the group")
    journey.people[1].go("/room/digest/")
    journey.people[1].reads("How would a broken line be mended?")
    journey.organizer.go(f"{journey.path}transfer/")
    journey.organizer.reads("Visible to every channel since")
    for reader in readers:
        reader.leave()


def the_organizer_exports_summary_and_digest_in_every_form(journey: Journey) -> None:
    organizer = journey.organizer
    organizer.go(f"{journey.path}exports/")
    organizer.press_with_touch("Make every form")
    organizer.reads("A worker makes the files")
    organizer.page.get_by_role("button", name="Make every form").nth(1).click()
    made = organizer.page.locator("main td a.btn")
    expect(made).to_have_count(2 * len(OPENINGS), timeout=60_000)
    found: list[str] = []
    for number in range(2 * len(OPENINGS)):
        with organizer.page.expect_download() as caught:
            made.nth(number).click()
        form = caught.value.suggested_filename.rsplit(".", 1)[-1]
        assert caught.value.path().read_bytes().startswith(OPENINGS[form]), form
        found.append(form)
    assert sorted(found) == sorted([*OPENINGS, *OPENINGS])


def nothing_went_wrong_in_anybodys_scripts(journey: Journey) -> None:
    for person in (*journey.people, *journey.sides, journey.facilitator, journey.second, journey.organizer):
        person.leave()


def confirm(staff: Staff, path: str) -> None:
    """Confirm what waits for a second person."""
    staff.go(f"{path}approvals/")
    button = staff.page.locator("main form button.main").first
    button.click()
    staff.page.wait_for_load_state()
    if "reauthenticate" in staff.page.url:
        staff.touch()
        staff.page.locator("main form button.main").first.click()
        staff.page.wait_for_load_state()


def channels(organizer: Staff, path: str) -> None:
    """Open a channel to each side's officials, with a reader."""
    for side, handle in (("Velmar", "reader"), ("Ostrany", "reader2")):
        organizer.go(f"{path}channels/")
        organizer.page.fill("[name=name]", f"Officials of {side}")
        organizer.page.select_option("[name=side]", label=side)
        organizer.page.select_option("[name=handling]", "RED")
        organizer.press("Propose the channel")
        choice = organizer.page.locator("select[name=person] option", has_text=re.compile(rf"\({handle}\)"))
        organizer.page.select_option("select[name=person]", choice.get_attribute("value"))
        organizer.page.select_option("select[name=channel]", label=f"Officials of {side}")
        organizer.press("Let this person read")
