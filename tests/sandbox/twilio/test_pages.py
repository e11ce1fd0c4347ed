"""The phones in a browser, seen without one: what the pages hold and what their forms do."""

import pytest
from flask.testing import FlaskClient
from lxml import html

from sandbox.twilio import MAGIC, OUTCOMES, TwilioStandIn
from tests.sandbox.twilio.kit import LEE, PAT, NotingApp, text


@pytest.fixture
def browser(twilio: TwilioStandIn) -> FlaskClient:
    return twilio.app.test_client()


def see(browser: FlaskClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = browser.get(path)
    assert answer.status_code == status
    page = html.fromstring(answer.text)
    assert len(page.findall(".//h1")) == 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    labelled = set(page.xpath("//label/@for"))
    assert {field.get("id") for field in page.xpath("//input[not(@type='hidden')] | //textarea")} <= labelled
    return page


def words(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def listed(browser: FlaskClient, search: str = "") -> list[str]:
    return words(see(browser, f"/?search={search}"), "//*[@id='list']//span[@class='number']")


def test_the_phone_texted_last_is_on_top(twilio: TwilioStandIn, browser: FlaskClient) -> None:
    for number in (PAT, LEE, PAT):
        text(twilio, number, f"Hi {number}")
        twilio.deliver_all()

    assert listed(browser) == ["(212) 555-0107", "(312) 555-0144"]


@pytest.mark.parametrize("search", ["0107", "(212) 555", "482913", "your textbank CODE"])
def test_a_phone_is_found_by_number_or_words(
    twilio: TwilioStandIn, browser: FlaskClient, search: str
) -> None:
    text(twilio, PAT, "482913 is your Textbank code")
    text(twilio, LEE, "Hi Lee")
    twilio.deliver_all()

    assert listed(browser, search) == ["(212) 555-0107"]


def test_no_phones_yet_is_said_in_words(browser: FlaskClient) -> None:
    assert "No phone has been texted yet." in see(browser, "/").text_content()
    assert "No phone matches." in see(browser, "/?search=x").text_content()


def test_a_phone_shows_who_wrote_what(twilio: TwilioStandIn, browser: FlaskClient) -> None:
    text(twilio, PAT, "Hi <b>Pat</b>, see https://x.test/a")
    twilio.deliver_all()
    twilio.phone(PAT).reply("STOP")

    page = see(browser, f"/phones/{PAT}")

    assert words(page, "//ol/li/p")[:2] == ["Hi <b>Pat</b>, see https://x.test/a", "STOP"]
    assert words(page, "//ol/li/span") == ["Campaign:", "This phone:", "Twilio:"]
    assert page.xpath("//ol//a/@href") == ["https://x.test/a"]
    assert "Said STOP" in page.text_content()


@pytest.mark.parametrize("written", ["(212) 555-0107", "212.555.0107", "+12125550107"])
def test_a_phone_can_be_opened_before_its_first_text(browser: FlaskClient, written: str) -> None:
    answer = browser.post("/phones", data={"number": written})

    assert (answer.status_code, answer.location) == (303, f"/phones/{PAT}")
    assert "No texts yet" in see(browser, f"/phones/{PAT}").text_content()
    assert listed(browser) == ["(212) 555-0107"]


@pytest.mark.parametrize("written", ["", "555", "hello", "+1 000 000 0000"])
def test_what_is_no_number_is_told_kindly(browser: FlaskClient, written: str) -> None:
    answer = browser.post("/phones", data={"number": written})

    assert answer.status_code == 422
    assert "That is not a phone number." in answer.text


@pytest.mark.parametrize("path", ["/phones/555", "/phones/nobody", "/nothing"])
def test_an_odd_address_is_not_found(browser: FlaskClient, path: str) -> None:
    assert "There is nothing here" in see(browser, path, 404).text_content()


def test_a_message_reaches_the_app(twilio: TwilioStandIn, browser: FlaskClient, app: NotingApp) -> None:
    answer = browser.post(f"/phones/{PAT}/texts", data={"body": " Sí 👍 "})
    twilio.run_due()

    assert (answer.status_code, answer.location) == (303, f"/phones/{PAT}")
    assert [form["Body"] for form in app.heard] == ["Sí 👍"]
    assert words(see(browser, f"/phones/{PAT}"), "//ol/li/p") == ["Sí 👍"]


def test_an_empty_message_is_not_sent(twilio: TwilioStandIn, browser: FlaskClient) -> None:
    browser.post(f"/phones/{PAT}/texts", data={"body": "  "})

    assert twilio.phone(PAT).thread == ()


def test_the_switch_says_how_it_stands_and_turns(twilio: TwilioStandIn, browser: FlaskClient) -> None:
    switch = "//button[@role='switch'][.='People answer by themselves']/@aria-checked"
    assert see(browser, "/").xpath(switch) == ["false"]

    browser.post("/people", data={"answering": "on", "next": f"/phones/{PAT}"})
    assert see(browser, f"/phones/{PAT}").xpath(switch) == ["true"]

    browser.post("/people", data={})
    assert not twilio.people.answering


def test_the_switch_leads_back_to_a_page_of_ours_only(browser: FlaskClient) -> None:
    assert browser.post("/people", data={"next": "https://x.test"}).location == "/"
    assert browser.post("/people", data={"next": f"/phones/{PAT}"}).location == f"/phones/{PAT}"


def test_a_page_that_has_not_changed_is_not_sent_again(twilio: TwilioStandIn, browser: FlaskClient) -> None:
    version = see(browser, "/").xpath("//script/@data-version")[0]
    assert browser.get("/", headers={"X-Seen": version}).status_code == 204

    twilio.phone(PAT).reply("yes")
    assert browser.get("/", headers={"X-Seen": version}).status_code == 200


def test_the_magic_numbers_are_explained(browser: FlaskClient) -> None:
    assert len(words(see(browser, "/numbers"), "//tbody/tr")) == len(OUTCOMES)
    assert "(30007)" in see(browser, f"/phones/{MAGIC['filtered']}").text_content()
