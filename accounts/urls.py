"""Pages of the staff themselves, under /staff/."""

from django.urls import path, re_path

from accounts.approvals.views import approvals_page, confirm_deed, withdraw_deed
from accounts.audit.views import audit_page, download_chain
from accounts.passkeys.views import enrol, enrol_first_passkey
from accounts.views import change_person, create_person, home, people_page, stop_my_recovery

app_name = "staff"

urlpatterns = [
    path("", home, name="home"),
    path("enrol/", enrol, name="enrol"),
    path("enrol/passkey/", enrol_first_passkey, name="enrol-passkey"),
    path("recovery/stop/", stop_my_recovery, name="recovery-stop"),
    path("people/", people_page, name="people"),
    path("people/new/", create_person, name="person-new"),
    re_path(r"^people/(?P<deed>link|sleep|wake|unlock|lost|replace|stop)/$", change_person, name="person-change"),
    path("<uuid:dialogue_id>/audit/", audit_page, name="audit"),
    path("<uuid:dialogue_id>/audit/chain.json", download_chain, name="audit-chain"),
    path("<uuid:dialogue_id>/approvals/", approvals_page, name="approvals"),
    path("<uuid:dialogue_id>/approvals/<uuid:approval_id>/confirm/", confirm_deed, name="approval-confirm"),
    path("<uuid:dialogue_id>/approvals/<uuid:approval_id>/withdraw/", withdraw_deed, name="approval-withdraw"),
]
