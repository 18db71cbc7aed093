"""Metrics: numbers about the machine, behind a token, about nobody."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from safelight.demo.county import County
from tests.integration.making import fresh, sent_packet


def test_without_a_token_there_is_no_such_page(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get(reverse("metrics")).status_code == 404
    monkeypatch.setattr(settings, "METRICS_TOKEN", "right")
    for given in ("", "Bearer", "Bearer wrong", "right "):
        answer = Client().get(reverse("metrics"), headers={"Authorization": given})
        assert answer.status_code == 404


def test_the_numbers_name_nobody(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_packet(fresh(county))
    monkeypatch.setattr(settings, "METRICS_TOKEN", "right")
    answer = Client().get(reverse("metrics"), headers={"Authorization": "Bearer right"})
    text = answer.content.decode()

    assert 'safelight_jobs{task="deliver",status="todo"}' in text
    assert "safelight_ledger_waiting" in text
    names = [str(one) for one in (*county.agencies.values(), *county.staff.values())]
    names += ["Alder", "Lantern", "Brandt", "Carl", "support"]
    assert [name for name in names if name in text] == []
