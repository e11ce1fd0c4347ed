"""Volunteers with an open session, who press."""

import re
import urllib.request
from dataclasses import dataclass

from bench.web import KEY, Web
from core.people.links import sign_in_link


@dataclass(frozen=True)
class Texter:
    """A volunteer's open session, and the conversations in their hands that wait for a first text."""

    cookie: str
    csrf: str
    waiting: list[int]

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie}


def sign_in(web: Web) -> list[Texter]:
    """Open every volunteer's personal link."""
    links = [(sign_in_link(web.product.url, KEY, user), waiting) for user, waiting in web.filled.volunteers]
    return [Texter(*_open(link), waiting) for link, waiting in links]


def _open(link: str) -> tuple[str, str]:
    """Return the session's cookie and the forms' token."""
    jar = urllib.request.HTTPCookieProcessor()
    page = urllib.request.build_opener(jar).open(link).read().decode()
    cookie = "; ".join(f"{each.name}={each.value}" for each in jar.cookiejar)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    if not token:
        raise RuntimeError("the inbox shows no form")
    return cookie, token.group(1)
