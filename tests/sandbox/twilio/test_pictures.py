"""Pictures that the campaign sends: an address each, which the phone's page shows and nobody fetches."""

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.sandbox.twilio.kit import PAT, NotingApp, client_of, standin

CAT = "http://127.0.0.1:9/m/WzFd.abc"


def test_the_phone_shows_it(app: NotingApp) -> None:
    twilio = standin(app)
    sent = client_of(twilio).messages.create(
        to=PAT, from_=twilio.account.numbers[0], body="Look 🗳" * 20, media_url=[CAT]
    )
    twilio.deliver_all()

    page = twilio.app.test_client().get(f"/phones/{PAT}").text

    assert f'<img src="{CAT}"' in page
    assert ("MM", "1", "1") == (sent.sid[:2], sent.num_media, sent.num_segments)


@pytest.mark.parametrize(
    "url", ["", "cat.png", "ftp://x.test/1.png", "https://", "https://x.test/" + "1" * 4000]
)
def test_what_is_no_address_is_refused(app: NotingApp, url: str) -> None:
    twilio = standin(app)

    with pytest.raises(TwilioRestException) as refusal:
        client_of(twilio).messages.create(to=PAT, from_=twilio.account.numbers[0], body="Hi", media_url=[url])

    assert 21620 == refusal.value.code
