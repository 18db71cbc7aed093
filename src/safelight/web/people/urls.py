from django.urls import path

from safelight.web.people import (
    account,
    cases,
    clinic,
    contacts,
    finding,
    seen_as,
    views,
    workers,
)

urlpatterns = [
    path("", finding.people, name="people"),
    path("new/", finding.receive, name="person_receive"),
    path("withdraw/", finding.withdraw, name="withdraw_by_name"),
    path("<uuid:person>/", views.person, name="person"),
    path("<uuid:person>/contact/", contacts.contact, name="person_contact"),
    path(
        "<uuid:person>/contact/<uuid:contact>/",
        contacts.confirm_contact,
        name="person_contact_confirm",
    ),
    path("<uuid:person>/identifier/", contacts.identifier, name="person_identifier"),
    path("<uuid:person>/protections/", contacts.protection, name="person_protection"),
    path("<uuid:person>/case/", cases.case, name="person_case"),
    path("<uuid:person>/case/<uuid:case>/close/", cases.close, name="case_close"),
    path("<uuid:person>/hearing/", cases.hearing, name="person_hearing"),
    path("<uuid:person>/hearing/file/", cases.hearing_file, name="hearing_file"),
    path("<uuid:person>/kin/", cases.relate, name="person_relate"),
    path("<uuid:person>/same/<uuid:other>/", cases.settle, name="person_settle"),
    path("<uuid:person>/worker/", workers.assign, name="person_assign"),
    path("<uuid:person>/keep-away/", workers.block, name="person_block"),
    path(
        "<uuid:person>/contact/<uuid:contact>/authority/",
        contacts.shelter_authority,
        name="shelter_authority",
    ),
    path("<uuid:person>/clinic/", clinic.clinic, name="person_clinic"),
    path("<uuid:person>/consent/", clinic.consent, name="person_consent"),
    path("<uuid:person>/as/", seen_as.seen_as, name="person_as"),
    path("<uuid:person>/seen/", account.seen, name="person_seen"),
    path("<uuid:person>/seen/paper/", account.paper, name="person_seen_paper"),
]
