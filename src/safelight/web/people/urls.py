from django.urls import path

from safelight.web.people import account, record, seen_as, views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.receive, name="person_receive"),
    path("withdraw/", views.withdraw, name="withdraw_by_name"),
    path("<uuid:person>/", views.person, name="person"),
    path("<uuid:person>/contact/", record.contact, name="person_contact"),
    path(
        "<uuid:person>/contact/<uuid:contact>/",
        record.confirm_contact,
        name="person_contact_confirm",
    ),
    path("<uuid:person>/identifier/", record.identifier, name="person_identifier"),
    path("<uuid:person>/protections/", record.protection, name="person_protection"),
    path("<uuid:person>/case/", record.case, name="person_case"),
    path("<uuid:person>/hearing/", record.hearing, name="person_hearing"),
    path("<uuid:person>/kin/", record.relate, name="person_relate"),
    path("<uuid:person>/same/<uuid:other>/", record.settle, name="person_settle"),
    path("<uuid:person>/worker/", record.assign, name="person_assign"),
    path("<uuid:person>/keep-away/", record.block, name="person_block"),
    path("<uuid:person>/as/", seen_as.seen_as, name="person_as"),
    path("<uuid:person>/seen/", account.seen, name="person_seen"),
    path("<uuid:person>/seen/paper/", account.paper, name="person_seen_paper"),
]
