"""What a page's milliseconds are made of: gate, decryption, ledger, templates, the rest."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from unittest import mock

ROUNDS = 15


def shares_of_pages(worker: Any) -> dict[str, dict[str, float]]:
    """Milliseconds by part, the means of some rounds, in this process."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.post(reverse("cast_enter", args=[worker.id]))
    work = client.get(reverse("work")).content.decode()
    person = work.split('href="/people/')[2].split('"')[0]
    pages: dict[str, Callable[[], object]] = {
        "worklist": lambda: client.get(reverse("work")),
        "search": lambda: client.post(reverse("people"), {"text": "ada al"}),
        "person": lambda: client.get(f"/people/{person}"),
    }
    return {name: _parts(page) for name, page in pages.items()}


def _parts(page: Callable[[], object]) -> dict[str, float]:
    spent: dict[str, float] = defaultdict(float)
    parts = {
        "gate": (
            "safelight.core.gate.decide.find",
            "safelight.core.gate.decide.routes_for",
        ),
        "decryption": (
            "safelight.accounts.keys.material.unseal",
            "safelight.accounts.keys.material.unwrap",
        ),
        "ledger": (
            "safelight.disclosure.person.write",
            "safelight.disclosure.search.write",
            "safelight.disclosure.access.write",
        ),
        "templates": ("django.template.base.Template.render",),
    }
    page()
    with _timed(parts, spent):
        start = time.perf_counter()
        for _ in range(ROUNDS):
            page()
        spent["all"] = time.perf_counter() - start
    return {name: spent[name] * 1000 / ROUNDS for name in ("all", *parts)}


def _timed(parts: dict[str, tuple[str, ...]], spent: dict[str, float]) -> Any:
    from contextlib import ExitStack

    stack = ExitStack()
    for part, names in parts.items():
        for name in names:
            stack.enter_context(_clock(name, part, spent))
    return stack


def _clock(name: str, part: str, spent: dict[str, float]) -> Any:
    from pkgutil import resolve_name

    owner, _, attribute = name.rpartition(".")
    real = getattr(resolve_name(owner), attribute)
    inside = [False]

    def run(*args: Any, **kwargs: Any) -> Any:
        if inside[0]:
            return real(*args, **kwargs)
        inside[0], start = True, time.perf_counter()
        try:
            return real(*args, **kwargs)
        finally:
            inside[0] = False
            spent[part] += time.perf_counter() - start

    return mock.patch(name, run)
