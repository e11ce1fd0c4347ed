"""Pictures that people send: told of by webhook, listed, and given out to whoever has the credentials."""

from io import BytesIO
from pathlib import Path

from sandbox.twilio import Attachment, TwilioStandIn
from tests.sandbox.twilio.kit import PAT, NotingApp, client_of, standin

CAT = Attachment("image/png", b"a cat")


def test_the_webhook_tells_of_it_and_the_list_too(app: NotingApp) -> None:
    twilio = standin(app)
    text = twilio.phone(PAT).reply("look", files=[CAT])

    base = f"https://api.twilio.com/2010-04-01/Accounts/{twilio.account.sid}/Messages/{text.sid}/Media/"
    form = app.heard[-1]
    assert ("1", base + CAT.sid, "image/png") == (
        form["NumMedia"],
        form["MediaUrl0"],
        form["MediaContentType0"],
    )
    (listed,) = client_of(twilio).messages(text.sid).media.list()
    assert (CAT.sid, "image/png", text.sid) == (listed.sid, listed.content_type, listed.parent_sid)
    assert "1" == client_of(twilio).messages(text.sid).fetch().num_media


def test_the_content_needs_credentials_and_lies_in_the_store(app: NotingApp) -> None:
    twilio = standin(app)
    text = twilio.phone(PAT).reply("look", files=[CAT])
    path = f"/2010-04-01/Accounts/{twilio.account.sid}/Messages/{text.sid}/Media/{CAT.sid}"
    browser = twilio.app.test_client()
    mine = (twilio.account.sid, twilio.account.auth_token)

    assert 401 == browser.get(path).status_code
    assert 404 == browser.get(path + "0", auth=mine).status_code
    sent_on = browser.get(path, auth=mine)
    assert (307, f"/media/{CAT.sid}") == (sent_on.status_code, sent_on.location)
    assert b"a cat" == browser.get(sent_on.location).data
    assert 404 == browser.get("/media/ME0").status_code


def test_a_picture_is_sent_from_the_phones_page(app: NotingApp) -> None:
    twilio = standin(app)
    browser = twilio.app.test_client()
    browser.post(f"/phones/{PAT}/texts", data={"body": "", "picture": (BytesIO(b"a cat"), "cat.png")})
    twilio.deliver_all()

    assert ("", "1", "image/png") == tuple(
        app.heard[-1][name] for name in ("Body", "NumMedia", "MediaContentType0")
    )
    (bubble,) = twilio.phone(PAT).thread
    assert b"a cat" == browser.get(bubble.media[0]).data
    assert f'<img src="{bubble.media[0]}"' in browser.get(f"/phones/{PAT}").text


def test_an_empty_form_sends_nothing(app: NotingApp) -> None:
    twilio = standin(app)
    twilio.app.test_client().post(f"/phones/{PAT}/texts", data={"body": " ", "picture": (BytesIO(b""), "")})
    twilio.deliver_all()

    assert () == tuple(twilio.phone(PAT).thread)


def test_pictures_outlive_a_restart(app: NotingApp, tmp_path: Path) -> None:
    before = standin(app, folder=tmp_path)
    before.phone(PAT).reply("look", files=[CAT])
    before.close()

    after: TwilioStandIn = standin(app, folder=tmp_path)

    assert b"a cat" == after.app.test_client().get(CAT.store).data
    after.close()
