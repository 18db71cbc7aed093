"""Which duties reach which route. A route that is not here reaches nobody."""

from typing import Final

from safelight.core.vocabulary import Duty

CASE: Final = frozenset({Duty.CASEWORK, Duty.SUPERVISE, Duty.ADVOCACY, Duty.ADJUDICATE})
SUPERVISOR: Final = frozenset({Duty.SUPERVISE})
COURT: Final = frozenset({Duty.ADJUDICATE, Duty.CASEWORK})
ADVOCACY: Final = frozenset({Duty.ADVOCACY})
REGISTRY: Final = frozenset({Duty.REGISTRY})
SIGNATORY: Final = frozenset({Duty.SIGN})
ANYBODY: Final = frozenset(Duty)

# Reached without signing in.
OPEN: Final = frozenset(
    {"account_login", "health", "metrics", "cast", "cast_enter", "start"}
)
# Reached by whoever signed in, also before the second factor is set up.
SIGNING_IN: Final = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    }
)
# About one's own password and second step, which a demo's cast does not have.
OWN_ACCOUNT: Final = (SIGNING_IN - {"account_logout"}) | {
    "account_change_password",
    "mfa_index",
}
ROUTES: Final = {
    "work": ANYBODY,
    "account_change_password": ANYBODY,
    "mfa_index": ANYBODY,
    "unusual": SUPERVISOR,
    "jobs": SUPERVISOR,
    "job_again": SUPERVISOR,
    "people": CASE,
    "person_receive": CASE,
    "person": CASE,
    "person_note": CASE,
    "note": CASE,
    "note_seal": CASE,
    "note_versions": CASE,
    "draft": CASE,
    "draft_discard": CASE,
    "person_contact": CASE,
    "person_contact_confirm": CASE,
    "person_protection": CASE,
    "person_clinic": CASE,
    "person_document": CASE,
    "document": CASE,
    "person_case": CASE,
    "case_close": CASE,
    "person_hearing": CASE,
    "person_relate": CASE,
    "person_settle": CASE,
    "withdraw_by_name": CASE,
    "person_assign": SUPERVISOR,
    "person_block": SUPERVISOR,
    "person_seen": CASE,
    "person_as": CASE,
    "exposure_new": CASE,
    "exposure_item": CASE,
    "person_seen_paper": CASE,
    "release_new": CASE,
    "release_withdraw": CASE,
    "share": CASE,
    "share_items": CASE,
    "packet": CASE,
    "packet_shown": CASE,
    "packet_send": CASE,
    "packet_recall": CASE,
    "packet_stop": CASE,
    "plan": CASE,
    "plan_choose": CASE,
    "plan_close": CASE,
    "plan_word": CASE,
    "plan_warned": CASE,
    "plan_state": CASE,
    "plan_facts": CASE,
    "incident": CASE,
    "incident_step": CASE,
    "incident_recall": CASE,
    "incident_close": CASE,
    "incident_go_on": SUPERVISOR,
    "timeline": CASE,
    "appointments": CASE,
    "card": CASE,
    "papers": CASE,
    "paper": CASE,
    "flag": CASE,
    "flag_set": CASE,
    "flag_steps": CASE,
    "flag_remove": SUPERVISOR,
    "good_cause": CASE,
    "address_request": CASE,
    "staff_safety": CASE,
    "support_task_done": CASE,
    "ask": CASE,
    "ask_question": CASE,
    "registry": REGISTRY,
    "registry_run": REGISTRY,
    "person_registry": CASE,
    "registry_task_done": CASE,
    "person_override": CASE,
    "override_seal": REGISTRY,
    "override_open": COURT,
    "override_finding": frozenset({Duty.ADJUDICATE}),
    "retention": SUPERVISOR,
    "retention_hold": SUPERVISOR,
    "retention_lift": SUPERVISOR,
    "retention_items": SUPERVISOR,
    "retention_purge": SUPERVISOR,
    "retention_schedule": SUPERVISOR,
    "person_identifier": CASE,
    "vault": ADVOCACY,
    "unlock": ADVOCACY,
    "unlock_other": ADVOCACY,
    "vault_lock": ADVOCACY,
    "vault_words": ADVOCACY,
    "vault_hold": SUPERVISOR,
    "vault_print": SUPERVISOR,
    "vault_entrust": SUPERVISOR,
    "vault_remove": SUPERVISOR,
    "inbox": CASE,
    "inbox_packet": CASE,
    "inbox_paper": CASE,
    "inbox_document": CASE,
    "inbox_hand_on": SUPERVISOR,
    "agreements": CASE | SIGNATORY,
    "agreement_new": SIGNATORY,
    "agreement_sign": SIGNATORY,
    "agreement_end": SIGNATORY,
}
