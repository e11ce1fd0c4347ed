"""`/textbank settings`: all at a glance, a form a part, the table of hours by state; and the worst cases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.settings import states
from bot.settings.parts import PARTS
from bot.settings.views import glance
from core.contacts.states import NAMES
from core.delivery.hours.state_rules import line
from core.models import Campaign, Event, SendingService, User
from core.settings.changing import LONGEST_CONFIRMATION, change
from core.settings.hours_by_state import StateForm, change_state
from core.settings.looking import Settings
from core.settings.looking import states as lines_of
from sandbox.slack.rules import check_view
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def looking(maya_in_slack: Any) -> Any:
    """Maya with the settings open."""
    maya_in_slack.command("/textbank", "settings")
    return maya_in_slack


@pytest.fixture
def kept(session: Session, campaign: Campaign) -> Campaign:
    session.commit()
    return campaign


def events(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Event).filter_by(name="settings_changed")) or 0


def now(session: Session, campaign: Campaign) -> Campaign:
    session.expire_all()
    return campaign


def test_all_is_there_at_a_glance(bot: Bot, looking: Any) -> None:
    text = bot.slack.text_of(looking.modal)

    assert "Riverside for All" in text
    assert "9 AM to 8 PM, Sundays from noon; answers until 9 PM" in text
    assert "Nobody has said how the registration" in text
    assert "Kept to in: Alabama, Kentucky" in text
    assert "No first text within 6 hours" in text
    assert "Riverside for All and will get no more texts" in text or "no more texts from Riverside" in text


def test_names_zone_and_alerts_are_changed(bot: Bot, session: Session, kept: Campaign, looking: Any) -> None:
    looking.click(None, "Edit name and place")
    looking.fill("Organisation name", "Friends <of> Riverside")
    looking.fill("Time zone", "America/Chicago")
    looking.fill("For contacts without a first name", "friend")
    looking.fill("Alerts channel", "#general")

    assert {} == looking.submit()
    made = now(session, kept)
    assert ("Friends <of> Riverside", "America/Chicago", "friend", "a volunteer", "C0GENERAL") == (
        made.organisation, made.timezone, made.contact_first_name, made.sender_first_name,
        made.alerts_channel,
    )  # fmt: skip
    text = bot.slack.text_of(looking.modal)
    assert "Saved." in text
    assert "America/Chicago" in text


def test_hours_are_narrowed(bot: Bot, session: Session, kept: Campaign, looking: Any) -> None:
    looking.click(None, "Edit texting hours")
    looking.fill("From", "10 AM")
    looking.fill("Until", "6 PM")

    assert {} == looking.submit()
    made = now(session, kept)
    assert (10, 12, 18, 21) == (made.texting_from, made.sunday_from, made.texting_until, made.replies_until)
    assert "10 AM to 6 PM" in bot.slack.text_of(looking.modal)


def test_wide_hours_need_the_tick(bot: Bot, session: Session, kept: Campaign, looking: Any) -> None:
    looking.click(None, "Edit texting hours")
    looking.fill("From", "8 AM")

    assert "counsel" in looking.submit()["Beyond the usual hours"]
    looking.fill("Beyond the usual hours", ["Our counsel agreed to these hours"])
    assert {} == looking.submit()
    assert 8 == now(session, kept).texting_from
    assert "counsel agreed, said Maya Torres" in bot.slack.text_of(looking.modal)


def test_unticking_alone_is_refused(session: Session, kept: Campaign, maya: User, maya_in_slack: Any) -> None:
    change(session, {"texting_from": 8}, counsel_agreed=True, by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "settings")
    maya_in_slack.click(None, "Edit texting hours")
    maya_in_slack.fill("Beyond the usual hours", [])

    assert "counsel" in maya_in_slack.submit()["Beyond the usual hours"]


def test_hours_that_make_no_day_are_refused_beside_them(kept: Campaign, looking: Any) -> None:
    looking.click(None, "Edit texting hours")
    looking.fill("Answers until", "6 PM")

    assert "Answers until" in looking.submit()


def test_limits_are_changed(session: Session, kept: Campaign, looking: Any) -> None:
    looking.click(None, "Edit limits")
    looking.fill("Hours after another action", "24")
    looking.fill("Most segments in a text", "3")

    assert {} == looking.submit()
    assert (24, 3) == (now(session, kept).lock_hours, kept.most_segments)


def test_the_confirmation_is_worded_and_switched_off(
    bot: Bot, session: Session, kept: Campaign, looking: Any
) -> None:
    looking.click(None, "Edit after a stop")
    looking.fill("Wording", "You are out.")
    assert {} == looking.submit()
    assert "“You are out.”" in bot.slack.text_of(looking.modal)

    looking.click(None, "Edit after a stop")
    looking.fill("Confirm stops", [])
    assert {} == looking.submit()
    assert (False, "You are out.") == (now(session, kept).confirms_stops, kept.stop_confirmation)
    assert "No confirmation of ours" in bot.slack.text_of(looking.modal)


def test_first_texts_end_with_how_to_stop_and_answers_are_prepared_ones(
    bot: Bot, session: Session, kept: Campaign, looking: Any
) -> None:
    looking.click(None, "Edit scripts")
    looking.fill("How to stop", ["End each first text with how to stop"])
    looking.fill("Answers", ["Volunteers send prepared responses only"])
    looking.fill("Sentence", "Call us any time.")
    assert "It must say how to stop" in looking.submit()["Sentence"]
    looking.fill("Sentence", "Text STOP to quit.")
    assert {} == looking.submit()

    shown = bot.slack.text_of(looking.modal)
    assert "First texts end with “Text STOP to quit.”" in shown
    assert "prepared responses only" in shown
    assert (True, "Text STOP to quit.", True) == (
        now(session, kept).appends_opt_out,
        kept.opt_out_sentence,
        kept.scripts_only,
    )
    (event,) = session.scalars(select(Event).filter_by(name="settings_changed"))
    assert {"appends_opt_out": True, "scripts_only": True, "reworded": ["opt_out_sentence"]} == (
        event.particulars
    )


def test_the_sending_service_is_described(bot: Bot, session: Session, kept: Campaign, looking: Any) -> None:
    looking.click(None, "Edit sending service")
    looking.fill("Registration", "Registered")
    looking.fill("Throughput class", "10DLC, vetting score 50 to 74")
    looking.fill("Brand", "Riverside")
    looking.fill("Use case", "Political")
    looking.fill("Campaign Verify token expires", "2030-01-31")

    assert {} == looking.submit()
    session.expire_all()
    service = session.scalars(select(SendingService)).one()
    assert ("registered", "score_50", "Riverside", "Political", datetime(2030, 1, 31, tzinfo=UTC)) == (
        service.registration, service.throughput, service.brand, service.use_case, service.token_expires_at,
    )  # fmt: skip
    text = bot.slack.text_of(looking.modal)
    assert "registered with the carriers · 10DLC, vetting score 50 to 74" in text
    assert ":warning:" not in text


def test_area_codes_are_preferred_and_what_they_come_to_is_shown(
    bot: Bot, session: Session, kept: Campaign, looking: Any
) -> None:
    service = session.scalars(select(SendingService)).one()
    service.numbers, service.numbers_at = ["+13125550170", "+16145550101", "+17405550103"], NOON
    session.commit()
    looking.click(None, "Edit sending service")
    assert "You have 3 numbers; Twilio chooses among them." in str(looking.modal.blocks)
    looking.fill("Preferred area codes", "614, 999")
    assert "“999” is not an area code" in looking.submit()["Preferred area codes"]
    looking.fill("Preferred area codes", "614 740")
    assert {} == looking.submit()

    assert ["614", "740"] == now(session, kept).area_codes
    told = "Preferred area codes 614, 740: 2 of your 3 numbers have such an area code."
    assert told in bot.slack.text_of(looking.modal)

    looking.click(None, "Edit sending service")
    looking.fill("Preferred area codes", "")
    assert {} == looking.submit()
    assert [] == now(session, kept).area_codes
    assert "Preferred area codes" not in bot.slack.text_of(looking.modal)


def test_a_single_number_leaves_nothing_to_prefer(
    bot: Bot, session: Session, kept: Campaign, maya_in_slack: Any
) -> None:
    service = session.scalars(select(SendingService)).one()
    service.messaging_service_sid, service.from_number = None, "+16145550101"
    kept.area_codes = ["614"]
    session.commit()
    maya_in_slack.command("/textbank", "settings")

    assert "All texts leave from your one number" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Edit sending service")
    assert "All texts leave from your one number" in str(maya_in_slack.modal.blocks)


def test_a_refused_registration_is_warned_of(
    bot: Bot, session: Session, kept: Campaign, looking: Any
) -> None:
    looking.click(None, "Edit sending service")
    looking.fill("Registration", "Refused: nothing is sent")
    looking.submit()

    assert "The registration is refused, so nothing is sent." in bot.slack.text_of(looking.modal)


def test_without_a_service_one_is_chosen_and_described(
    bot: Bot, session: Session, kept: Campaign, maya_in_slack: Any
) -> None:
    session.execute(delete(SendingService))
    session.commit()
    maya_in_slack.command("/textbank", "settings")
    assert "no number to text from" in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.click(None, "Edit sending service")
    maya_in_slack.fill("Messaging Service", "+1 212 555 0100")
    maya_in_slack.fill("Registration", "Registered")
    assert "MG and 32 letters and digits" in str(maya_in_slack.submit())
    maya_in_slack.fill("Messaging Service", "MG" + "a" * 32)
    assert {} == maya_in_slack.submit()

    service = session.scalars(select(SendingService)).one()
    assert ("MG" + "a" * 32, "registered") == (service.messaging_service_sid, service.registration)
    assert "MGaaaa" in bot.slack.text_of(maya_in_slack.modal)


def test_saving_an_untouched_form_changes_nothing(session: Session, kept: Campaign, looking: Any) -> None:
    for part in PARTS.values():
        looking.click(None, f"Edit {part.title.lower()}")
        assert {} == looking.submit()

    assert 0 == events(session)


def test_of_two_admins_the_last_wins_for_what_they_changed(
    session: Session, kept: Campaign, maya: User, looking: Any
) -> None:
    looking.click(None, "Edit limits")
    change(session, {"most_segments": 4, "lock_hours": 1}, by=maya, now=NOON)
    session.commit()
    looking.fill("Hours after another action", "24")

    assert {} == looking.submit()
    assert (24, 4) == (now(session, kept).lock_hours, kept.most_segments)


def test_a_right_lost_meanwhile_changes_nothing(
    bot: Bot, session: Session, kept: Campaign, maya: User, looking: Any
) -> None:
    looking.click(None, "Edit limits")
    looking.fill("Hours after another action", "24")
    maya.role = "volunteer"
    session.commit()
    looking.submit()

    assert "Nobody owns this text bank" in bot.slack.text_of(looking.modal)
    assert 6 == now(session, kept).lock_hours


def test_a_state_is_changed_and_restored(bot: Bot, session: Session, kept: Campaign, looking: Any) -> None:
    looking.click(None, "See hours by state")
    looking.click(None, "Edit Ohio")
    looking.fill("Weekdays from", "10 AM")
    looking.fill("Weekdays until", "4 PM")
    looking.fill("Sundays from", "No texts")
    looking.fill("In force", ["Keep texts to these hours"])
    looking.fill("Note", "As our <counsel>\nsaid")
    assert {} == looking.submit()

    ohio = line(now(session, kept).state_hours, "OH")
    assert ((10, 16), (8, 21), None, True) == (ohio.weekday, ohio.saturday, ohio.sunday, ohio.applies)
    text = bot.slack.text_of(looking.modal)
    assert "Ohio is saved." in text
    days = "weekdays from 10 AM until 4 PM, Saturdays from 8 AM until 9 PM, Sundays no texts"
    assert f":white_check_mark: *Ohio*, in force: {days}" in text
    assert "As our &lt;counsel&gt; said_" in text
    assert "\n*California*, not in force: every day" in f"\n{text}"

    looking.click(None, "Edit Ohio")
    looking.click(None, "Restore", confirm=False)
    assert "OH" in now(session, kept).state_hours
    looking.click(None, "Restore")
    assert {} == now(session, kept).state_hours
    looking.close()
    assert "Ohio is as it came." in bot.slack.text_of(looking.modal)
    assert 2 == events(session)


def test_a_state_whose_day_ends_before_it_begins_is_refused(kept: Campaign, looking: Any) -> None:
    looking.click(None, "See hours by state")
    looking.click(None, "Edit Ohio")
    looking.fill("Saturdays from", "9 PM")

    assert "earlier" in looking.submit()["Saturdays from"]


def test_a_state_that_cannot_be_read_is_mended_by_saving_it(
    bot: Bot, session: Session, kept: Campaign, maya_in_slack: Any
) -> None:
    kept.state_hours = {"OH": "?"}
    session.commit()
    maya_in_slack.command("/textbank", "settings")
    maya_in_slack.click(None, "See hours by state")
    assert "cannot be read, so it is shut" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Edit Ohio")

    assert {} == maya_in_slack.submit()
    assert line(now(session, kept).state_hours, "OH").is_readable


def test_staff_may_look_and_change_nothing(bot: Bot, kept: Campaign, maya: User, abe: User) -> None:
    person = bot.person("Abe")
    person.command("/textbank", "settings")

    assert "Owners and admins can change these." in bot.slack.text_of(person.modal)
    assert "'Edit'" not in str(person.modal.blocks)
    person.click(None, "See hours by state")
    assert "Alabama" in bot.slack.text_of(person.modal)
    assert "'Edit'" not in str(person.modal.blocks)


@pytest.mark.parametrize("typed", [("/tags", "settings"), ("/textbank", "tags settings")])
def test_staff_get_no_further_by_the_word(
    bot: Bot, kept: Campaign, abe: User, typed: tuple[str, str]
) -> None:
    person = bot.person("Abe")
    person.command(*typed)

    assert person.modal is None


def test_a_stranger_is_turned_away(bot: Bot, kept: Campaign, maya: User) -> None:
    nat = bot.person("Nat")
    nat.command("/textbank", "settings")

    assert nat.modal is None
    assert "Only the text bank's staff" in bot.slack.text_of(nat.ephemerals[-1])


def test_all_views_are_within_slacks_limits_at_their_worst(
    session: Session, campaign: Campaign, maya: User
) -> None:
    long = "<&>" * 26
    campaign.organisation = campaign.contact_first_name = campaign.sender_first_name = long
    campaign.alerts_channel, campaign.stop_confirmation = "C0ALERTS", "&" * LONGEST_CONFIRMATION
    campaign.texting_from, campaign.texting_until, campaign.replies_until = 0, 24, 24
    campaign.wide_hours_at = NOON
    for code in NAMES:
        form = StateForm((0, 24), None, (8, 9), applies=True, note="&" * 300)
        change_state(session, code, form, by=maya, now=NOON)
    service = session.scalars(select(SendingService)).one()
    service.brand = service.use_case = long
    campaign.area_codes = [str(code) for code in range(201, 221)]
    service.numbers = [f"+1201555{line:04}" for line in range(400)]
    service.token_expires_at = NOON - timedelta(days=1)
    known = Settings(campaign, service, long, ["&" * 200] * 4, lines_of(campaign))

    for may_change in (True, False):
        assert [] == check_view(glance(known, may_change=may_change, note="Done."))
        assert [] == check_view(states.table(known.states, set(NAMES), may_change=may_change, note="Done."))
    for part in PARTS.values():
        assert [] == check_view(part.view(known))
    for state in known.states:
        assert [] == check_view(states.form(state, is_changed=True))
        assert [] == check_view(states.restored(state))
