"""The numbers of a Messaging Service, by page. Source: the reference page of its PhoneNumber resource."""

import hashlib
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sandbox.twilio.account import Account
from sandbox.twilio.api import check_credentials, refuse
from sandbox.twilio.listing import Page
from sandbox.twilio.refusals import Refusal

PAGING = frozenset({"PageSize", "Page", "PageToken"})
BOUGHT = "2024-01-01T00:00:00Z"


def services_api(account: Account) -> Blueprint:
    """Return the blueprint of `account`'s service; Twilio has it at messaging.twilio.com."""
    api = Blueprint("services", __name__, url_prefix="/v1/Services")
    api.before_request(lambda: check_credentials(account))
    api.register_error_handler(Refusal, refuse)

    @api.get("/<sid>/PhoneNumbers")
    def numbers(sid: str) -> ResponseReturnValue:
        if sid != account.service:
            raise Refusal(20404, request.path)
        return jsonify(_page(account, MultiDict(request.args)))

    return api


def _page(account: Account, query: MultiDict[str, str]) -> dict[str, Any]:
    if unknown := query.keys() - PAGING:
        raise Refusal(20001, min(unknown))
    page = Page.read(query)
    first, last = page.number * page.size, (page.number + 1) * page.size
    shown = [_resource(account, number) for number in account.numbers[first:last]]
    return {
        "phone_numbers": shown,
        "meta": {
            "page": page.number,
            "page_size": page.size,
            "first_page_url": _url(page, 0),
            "previous_page_url": _url(page, page.number - 1) if page.number else None,
            "url": _url(page, page.number),
            "next_page_url": _url(page, page.number + 1) if last < len(account.numbers) else None,
            "key": "phone_numbers",
        },
    }


def _resource(account: Account, number: str) -> dict[str, Any]:
    sid = "PN" + hashlib.md5(number.encode(), usedforsecurity=False).hexdigest()
    return {
        "sid": sid,
        "account_sid": account.sid,
        "service_sid": account.service,
        "date_created": BOUGHT,
        "date_updated": BOUGHT,
        "phone_number": number,
        "country_code": "US",
        "capabilities": ["SMS", "MMS"],
        "url": f"{request.base_url}/{sid}",
    }


def _url(page: Page, number: int) -> str:
    return f"{request.base_url}?PageSize={page.size}&Page={number}"
