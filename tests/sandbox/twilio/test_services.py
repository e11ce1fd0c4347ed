"""The stand-in tells of its service's numbers as Twilio does, and of nothing else."""

from typing import Any

import pytest

from sandbox.twilio import TwilioStandIn

SERVICE = TwilioStandIn().account.service
PATH = f"/v1/Services/{SERVICE}/PhoneNumbers"


def ask(twilio: TwilioStandIn, path: str = PATH, **given: Any) -> Any:
    account = twilio.account
    return twilio.app.test_client().get(path, **({"auth": (account.sid, account.auth_token)} | given))


def test_numbers_come_by_pages(twilio: TwilioStandIn) -> None:
    first = ask(twilio, f"{PATH}?PageSize=2").json
    second = ask(twilio, first["meta"]["next_page_url"].removeprefix("http://localhost")).json

    told = [each["phone_number"] for page in (first, second) for each in page["phone_numbers"]]
    assert list(twilio.account.numbers) == told
    assert second["meta"]["next_page_url"] is None
    assert SERVICE == first["phone_numbers"][0]["service_sid"]


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/v1/Services/MG" + "b" * 32 + "/PhoneNumbers", (404, 20404)),
        (f"/v1/Services/{SERVICE}", (404, 20404)),
        (f"{PATH}?Limit=5", (400, 20001)),
        (f"{PATH}?PageSize=x", (400, 20001)),
    ],
)
def test_what_is_not_there_is_refused(twilio: TwilioStandIn, path: str, answer: tuple[int, int]) -> None:
    refused = ask(twilio, path)

    assert answer == (refused.status_code, refused.json["code"])


def test_a_stranger_is_told_nothing(twilio: TwilioStandIn) -> None:
    refused = ask(twilio, auth=("AC" + "0" * 32, "guess"))

    assert (401, 20003) == (refused.status_code, refused.json["code"])
