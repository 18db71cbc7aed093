"""Opening the main pages as every member of the cast, as a browser would."""

import http.cookiejar
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

from safelight.cli.outcome import Exit

PAGES = ("/work/", "/people/", "/inbox/", "/agreements/")
CAST_FORM = re.compile(r'action="(/cast/[0-9a-f-]+/)".*?>([^<]+)</button>', re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LINK = re.compile(r'href="(/people/[0-9a-f-]+/)"')
SECONDS = 20


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def everybody(site: str) -> Exit:
    """Sign in as each member and open each page; says what failed."""
    _, page = _open(_browser(), f"{site}/cast/")
    forms = CAST_FORM.findall(page)
    faults = [fault for form, name in forms for fault in _visit(site, form, name)]
    if not forms:
        faults.append("The cast page shows nobody.")
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(forms)} people opened their pages: all is well.")
    return Exit.FOUND if faults else Exit.DONE


def _visit(site: str, form: str, name: str) -> Iterator[str]:
    browser = _browser()
    _, page = _open(browser, f"{site}/cast/")
    token = TOKEN.search(page)
    if token is None:
        yield f"{name}: the cast page has no form."
        return
    body = f"csrfmiddlewaretoken={token.group(1)}".encode()
    status, work = _open(browser, site + form, body)
    if status != 200:
        yield f"{name}: signing in answered {status}."
        return
    menu = [path for path in PAGES if f'href="{path}"' in work]
    for path in [*menu, *LINK.findall(work)[:2]]:
        status, page = _open(browser, site + path)
        if status != 200 or "<h1" not in page:
            yield f"{name}: {path} answered {status}."


def _browser() -> urllib.request.OpenerDirector:
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    return urllib.request.build_opener(cookies)


def _open(
    browser: urllib.request.OpenerDirector, address: str, body: bytes | None = None
) -> tuple[int, str]:
    request = urllib.request.Request(address, body, {"Referer": address})
    try:
        with browser.open(request, timeout=SECONDS) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
