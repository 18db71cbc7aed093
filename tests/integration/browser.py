"""Django's test client as a member of the cast, and every route with its arguments."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from safelight.demo.county import County


def client_of(county: County, code: str, **options: bool) -> Client:
    """Signed in through the cast page, as a person would."""
    client = Client(**options)
    response = client.post(reverse("cast_enter", args=[county.staff[code]]))
    assert response.status_code == 302
    return client


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every named route."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern

    for pattern in walk(get_resolver().url_patterns):
        yield pattern.name or "", pattern


def address(name: str, pattern: URLPattern, person: UUID, packet: UUID) -> str:
    """A route's address for a person and a packet, and ids of nothing for the rest."""
    values: dict[str, object] = {"person": person, "packet": packet, "kind": "release"}
    values["pk"] = 999_999_999
    wanted = pattern.pattern.converters
    return reverse(name, kwargs={key: values.get(key, uuid4()) for key in wanted})


def searched(client: Client, text: str) -> str:
    """The page that a search leads to."""
    page: str = client.post("/people/", {"text": text}, follow=True).content.decode()
    return page
