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
_TOO_LARGE = "The file is larger than 10 MB. A CSV of it, or parts of it, may be smaller."
_NOT_HANDED_OVER = (
    "Slack did not hand the file over. Try once more; if it stays, the app lacks the files:read permission."
)


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


def fetch(
    client: WebClient,
    file: dict[str, Any],
    *,
    field: str = "file",
    most: int = LARGEST_UPLOAD,
    too_large: str = _TOO_LARGE,
) -> bytes:
    """Return the content of a file of a form, no more than one byte beyond `most` of it.

    Args:
        file: as the submitted view has it.
        field: the input that it was put into.
        too_large: what is said of a larger one.

    Raises:
        Invalid: beside `field`: too large, not kept by Slack, or not handed over.
    """
    if "url_private_download" not in file:  # Slack Connect gives the id alone
        file = client.files_info(file=file["id"])["file"]
    if int(file.get("size") or 0) > most:
        raise Invalid(field, too_large)
    url = str(file.get("url_private_download") or "")
    if not _is_slacks(url, client):
        raise Invalid(field, "Only files that are uploaded to Slack itself can be used.")
    content = _download(url, client.token or "", most + 1)
    if content is None:
        raise Invalid(field, _NOT_HANDED_OVER)
    return content


def _is_slacks(url: str, client: WebClient) -> bool:
    """Whether our token may be shown there: to Slack, or to what stands in for it."""
    address, slack = urlsplit(url), urlsplit(client.base_url)
    if address.netloc == slack.netloc:
        return address.scheme == slack.scheme
    return address.scheme == "https" and (address.hostname or "").endswith(".slack.com")


def _download(url: str, token: str, most: int) -> bytes | None:
    """Return the content, at most so many bytes; None when it is not handed over."""
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - checked by _is_slacks
    try:
        with build_opener(_StayHere).open(request, timeout=_SECONDS) as answer:
            return _content(answer, most)
    except (URLError, OSError, HTTPException):
        return None


def _content(answer: HTTPResponse, most: int) -> bytes | None:
    # a page would be the one that asks to sign in
    return None if "text/html" in answer.headers.get("Content-Type", "") else answer.read(most)
