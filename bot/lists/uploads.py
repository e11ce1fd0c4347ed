"""Fetch a file that somebody put into a form, and look into it."""

import time
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient

from core.contacts.importing import starting
from core.contacts.importing.starting import LARGEST_UPLOAD, Upload
from core.errors import Invalid

_SECONDS = 30
# Slack may take a moment to show the loading view; a view that overtook it would be covered by it for good.
_SHOWN_WITHIN = 0.3


class _StayHere(HTTPRedirectHandler):
    """Slack redirects only whoever may not have the file, and the token must not travel along."""

    def redirect_request(self, *_: Any) -> None:
        return None


def look(client: WebClient, file: dict[str, Any], *, unnamed: str) -> Upload:
    """Return what is in a file of a form, once Slack shows the loading view that was answered before.

    Args:
        file: as the submitted view has it.
        unnamed: what a file without a name is called.

    Raises:
        Invalid: beside `file`: it cannot be fetched, or not be read as a table.
    """
    let_loading_show()
    return starting.look(str(file.get("name") or unnamed), fetch(client, file))


def let_loading_show() -> None:
    """Wait until Slack shows the loading view that was answered before, so that nothing overtakes it."""
    time.sleep(_SHOWN_WITHIN)


def fetch(client: WebClient, file: dict[str, Any]) -> bytes:
    """Return the content of a file of a form.

    Args:
        file: as the submitted view has it.

    Raises:
        Invalid: beside `file`: too large, not kept by Slack, or not handed over.
    """
    if "url_private_download" not in file:  # Slack Connect gives the id alone
        file = client.files_info(file=file["id"])["file"]
    if int(file.get("size") or 0) > LARGEST_UPLOAD:
        raise Invalid("file", "The file is larger than 10 MB. A CSV of it, or parts of it, may be smaller.")
    url = str(file.get("url_private_download") or "")
    if not _is_slacks(url, client):
        raise Invalid("file", "Only files that are uploaded to Slack itself can be imported.")
    return _download(url, client.token or "")


def _is_slacks(url: str, client: WebClient) -> bool:
    """Whether our token may be shown there: to Slack, or to what stands in for it."""
    address, slack = urlsplit(url), urlsplit(client.base_url)
    if address.netloc == slack.netloc:
        return address.scheme == slack.scheme
    return address.scheme == "https" and (address.hostname or "").endswith(".slack.com")


def _download(url: str, token: str) -> bytes:
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - checked by _is_slacks
    try:
        with build_opener(_StayHere).open(request, timeout=_SECONDS) as answer:
            return _content(answer)
    except (URLError, OSError, HTTPException):
        raise Invalid("file", _NOT_HANDED_OVER) from None


def _content(answer: HTTPResponse) -> bytes:
    if "text/html" in answer.headers.get("Content-Type", ""):  # the page that asks to sign in
        raise Invalid("file", _NOT_HANDED_OVER)
    return answer.read(LARGEST_UPLOAD + 1)


_NOT_HANDED_OVER = (
    "Slack did not hand the file over. Try once more; if it stays, the app lacks the files:read permission."
)
