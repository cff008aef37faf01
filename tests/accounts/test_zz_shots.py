from uuid import uuid4
import pytest
from tests.accounts.test_passkey_browser import site, page, device, AUTHENTICATOR
from tests.accounts.cast import make_house, make_person, with_password, PASSWORD
from accounts.approvals.deeds import register
from accounts.approvals.operations import ask
from accounts.passkeys.operations import issue_link
from accounts.cards import describe_by, Card
from accounts.models import StaffMember
pytestmark=[pytest.mark.django_db(transaction=True)]
def test_shots(site, page, device):
    house=make_house()
    register("digest.release", lambda a:"Send the joint summary of session 3 to the officials of both sides.", lambda *a:None, link=lambda a:"/x/")
    ask(staff=house.key("felix"), deed="digest.release", subject=uuid4(), subject_hash="ab"*32)
    describe_by(lambda keys:[Card("River Issal", "Active, session 3 is live", "Two proposals wait for your decision.", (("/x/","Open the desk"),)) for _ in keys])
    fanny=with_password(house.people["fanny"]); StaffMember.objects.filter(id=fanny.id).update(is_admin=True)
    out="/tmp/shots"; import pathlib; pathlib.Path(out).mkdir(exist_ok=True)
    def shot(name):
        for w in (360,1280):
            for scheme in ("light","dark"):
                page.set_viewport_size({"width":w,"height":800}); page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{out}/{name}-{w}-{scheme}.png", full_page=True)
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over>0: print("OVERFLOW",name,w,over)
    errors=[]; page.on("console", lambda m: errors.append(m.text) if m.type=="error" else None)
    page.goto(f"{site}/staff/enrol/"); shot("enrol")
    page.goto(issue_link(by=None, person_id=house.people["ursula"].id)); page.wait_for_url("**/enrol/passkey/"); shot("enrol_passkey")
    page.goto(f"{site}/staff/account/login/"); shot("login")
    page.get_by_label("Sign-in name").fill("fanny"); page.get_by_label("Password").fill(PASSWORD); page.get_by_role("button",name="Sign in",exact=True).click()
    page.wait_for_url(f"{site}/staff/"); shot("home")
    page.goto(f"{site}/staff/people/"); shot("people")
    d=house.dialogue_id
    page.goto(f"{site}/staff/{d}/audit/?head=abc"); shot("audit")
    page.goto(f"{site}/staff/{d}/approvals/"); shot("approvals")
    page.goto(f"{site}/staff/account/passkeys/"); shot("passkeys")
    page.goto(f"{site}/staff/account/reauthenticate/"); shot("reauth")
    page.goto(f"{site}/staff/nothing/"); shot("404")
    print("CONSOLE", errors)
