"""Pages under load: users with think time, then as fast as they can; p50 and p95."""

import http.cookiejar
import random
import re
import statistics
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PERSON = re.compile(r'href="(/people/[0-9a-f-]{36}/)"')


@dataclass
class User:
    """A worker at a browser: signs in once, then opens page after page."""

    site: str
    staff: str
    packet: str
    seed: int
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)
        self.chance = random.Random(self.seed)
        self.token = TOKEN.findall(self.ask("/cast/"))[0]
        self.ask(f"/cast/{self.staff}/", {})
        self.people = PERSON.findall(self.ask("/work/"))

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        body = None
        if form is not None:
            body = urllib.parse.urlencode(
                {**form, "csrfmiddlewaretoken": self.token}
            ).encode()
        request = urllib.request.Request(self.site + path, body, {"Referer": self.site})
        with self.browser.open(request, timeout=60) as response:
            page: str = response.read().decode()
        if found := TOKEN.findall(page):
            self.token = found[-1]
        return page

    def timed(self, name: str, path: str, form: dict[str, str] | None = None) -> None:
        start = time.perf_counter()
        self.ask(path, form)
        self.times[name].append((time.perf_counter() - start) * 1000)

    def steps(self) -> list[Callable[[], None]]:
        text = self.chance.choice(
            ["ada al", "rosa be", "yusuf", "marco vara", "1975-12-12"]
        )
        return [
            lambda: self.timed("worklist", "/work/"),
            lambda: self.timed("search", "/people/", {"text": text}),
            lambda: self.timed("person", self.chance.choice(self.people)),
            lambda: self.timed("packet", self.packet),
        ]

    def work(self, until: float, think: float) -> None:
        # They do not all begin at one moment with the same page.
        time.sleep(4 * think * self.chance.random())
        while time.monotonic() < until:
            for step in self.steps():
                step()
                time.sleep(think * self.chance.uniform(0.5, 1.5))


def run(users: list[User], seconds: float, think: float) -> dict[str, list[float]]:
    """All users at once for some seconds; milliseconds by page."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=u.work, args=(until, think)) for u in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found: dict[str, list[float]] = defaultdict(list)
    for user in users:
        for name, times in user.times.items():
            found[name] += times
        user.times.clear()
    return found


def quantiles(times: list[float]) -> tuple[float, float]:
    """p50 and p95."""
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return statistics.median(times), cuts[18]
