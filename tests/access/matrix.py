"""Who may open what, as a table that someone can read. The application never imports it.

Staff of the dialogue: F facilitator, G organizer, C coordinator, T track-one reader, U auditor. An address that is in none of
these tables fails the walk.
"""

STAFF: dict[str, str] = {
    "staff:audit": "FGU",
    "staff:audit-chain": "FGU",
    "staff:approvals": "FG",
    "staff:approval-withdraw": "FG",
    "dialogue:setup": "G",
    "dialogue:rules": "G",
    "dialogue:sides": "G",
    "dialogue:freeze": "G",
    "dialogue:people": "G",
    "dialogue:preparation": "FG",
    "dialogue:dismiss": "G",
    "admission:entry": "G",
    "admission:seal": "G",
    "admission:confirm": "C",
    "admission:accept": "C",
    "admission:invitations": "C",
    "admission:cancel": "C",
    "exports:cards": "C",
    "admission:masks": "F",
    "admission:restrain": "F",
    "ballots:console": "FGCU",
    "ballots:measure": "FGCU",
    "ballots:extend": "F",
    "ballots:void": "F",
    "polls:open": "F",
    "polls:sealed": "F",
    "polls:sealed_turn": "F",
    "polls:open_on": "F",
    "packages:board": "F",
    "packages:weigh": "F",
    "packages:draft": "F",
    "packages:improve": "F",
    "packages:add_option": "F",
    "packages:withdraw_option": "F",
    "packages:package": "F",
    "facesaving:board": "F",
    "facesaving:pair": "F",
    "ripeness:rounds": "FGU",
    "ripeness:ask": "F",
    "agenda:board": "FG",
    "agenda:add": "F",
    "agenda:screen": "F",
    "agenda:adopt": "F",
    "agenda:rate": "F",
    "agenda:item": "F",
    "agenda:deed": "F",
    "agenda:pin": "F",
    "agenda:stop_waiting": "F",
    "interests:board": "F",
    "interests:staff_item": "F",
    "interests:offer": "F",
    "interests:take_back": "F",
    "interests:scribe": "F",
    "proposals:texts": "F",
    "proposals:draft": "F",
    "proposals:version": "FG",
    "proposals:table": "F",
    "proposals:turn": "F",
    "proposals:staff_ideas": "F",
    "proposals:decide_idea": "F",
    "proposals:answer": "F",
    "proposals:staff_compare": "FG",
    "room:staff": "F",
    "room:staff_ticket": "F",
    "room:staff_inside": "F",
    "moderation:conduct": "F",
    "moderation:turn": "F",
    "moderation:decide": "F",
    "moderation:staff_search": "F",
    "room:hide": "F",
    "meeting:sessions": "F",
    "meeting:plan": "F",
    "meeting:calendar": "F",
    "meeting:turn": "F",
    "meeting:phase": "F",
    "meeting:item": "F",
    "meeting:pause": "F",
    "meeting:leak": "F",
    "desk:desk": "F",
    "digests:list": "FGC",
    "digests:digest": "FGC",
    "digests:to_signoff": "F",
    "summaries:list": "F",
    "summaries:summary": "F",
    "summaries:turn": "F",
    "digests:remind": "F",
    "digests:take_back": "F",
    "transfer:channels": "G",
    "transfer:add_reader": "G",
    "exports:exports": "G",
    "exports:fetch": "G",
}

# These ask every signed-in person for a fresh touch before anything else, so they tell nobody anything.
TOUCHED = {"digests:approve", "digests:sign", "staff:approval-confirm", "exports:make"}

# For whoever holds a seat; everybody else is shown the way in and nothing more.
SEAT = {
    "admission:welcome", "admission:leave_for_good", "ballots:list", "ballots:ballot", "ballots:paper", "agenda:order",
    "polls:tests", "polls:object_to_test", "polls:tested", "polls:about", "packages:read", "packages:read_package",
    "facesaving:read", "facesaving:read_pair",
    "agenda:suggest", "agenda:object", "agenda:keep", "meeting:my_calendar",
    "ripeness:moment", "interests:index", "interests:item", "interests:line", "interests:mark", "interests:withdraw",
    "proposals:ideas", "proposals:take_idea_back",
    "proposals:read", "proposals:read_version", "proposals:compare", "proposals:criticise", "proposals:take_back",
    "room:home", "room:withdraw", "moderation:answer", "moderation:pause", "moderation:search",
    "room:inside", "room:invite", "room:private_line", "digests:read", "summaries:read",
}  # fmt: skip

# Called by scripts or forms with a secret, token or cookie of their own; tested beside what they do.
CALLS = {
    "admission:quick", "admission:issue", "admission:redeem", "admission:keep_code", "admission:take_by_form", "admission:login",
    "admission:logout", "admission:ticket", "admission:awake", "ballots:token",
    "ballots:paper_card", "ballots:board", "ballots:cast_form", "ballots:cast",
}  # fmt: skip

# Pages of one's own account, for any signed-in staff member; and those of administrators.
OWN = {
    "staff:home", "transfer:inbox", "mfa_list_webauthn", "mfa_index", "mfa_add_webauthn", "mfa_remove_webauthn",
    "account_logout", "account_reauthenticate", "mfa_reauthenticate_webauthn", "staff:recovery-stop", "transfer:read",
    "exports:download",
}  # fmt: skip
ADMIN = {"staff:people", "staff:person-new", "staff:person-change", "dialogue:new"}

PUBLIC = {
    "livez", "readyz", "start", "account_login", "mfa_authenticate", "mfa_login_webauthn", "staff:enrol",
    "staff:enrol-passkey", "admission:arrive", "admission:card",
    "admission:card_by_code", "admission:come_back", "admission:board", "admission:by_form", "admission:enter",
}  # fmt: skip
