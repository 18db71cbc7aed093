from django.urls import path

from safelight.web.vault import holders, opening

urlpatterns = [
    path("", holders.vault, name="vault"),
    path("unlock/", opening.unlock, name="unlock"),
    path("unlock/other/", opening.other, name="unlock_other"),
    path("lock/", opening.lock, name="vault_lock"),
    path("words/", holders.words, name="vault_words"),
    path("hold/", holders.hold, name="vault_hold"),
    path("print/", holders.print_anew, name="vault_print"),
    path("entrust/", holders.entrust, name="vault_entrust"),
    path("remove/<uuid:staff>/", holders.remove, name="vault_remove"),
]
