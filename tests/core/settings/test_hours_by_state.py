"""An admin changes what holds in a state, and has it back."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contacts.states import NAMES
from core.delivery.hours.by_state import shipped
from core.delivery.hours.state_rules import line
from core.errors import Invalid, NotFound
from core.models import Campaign, Event, User
from core.settings.hours_by_state import StateForm, change_state, restore_state
from core.settings.looking import is_changed, settings, states
from tests.factories import NOON

SHORT = StateForm((10, 16), (11, 15), None, applies=True, note="Our county asked for it")


def events(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Event).filter_by(name="settings_changed")) or 0


def test_a_changed_state_is_kept_once_with_who_changed_it(
    session: Session, campaign: Campaign, maya: User
) -> None:
    for _ in range(2):
        change_state(session, "NY", SHORT, by=maya, now=NOON)
    session.flush()
    session.expire_all()

    found = line(campaign.state_hours, "NY")
    assert ((10, 16), (11, 15), None, True, "Our county asked for it") == (
        found.weekday, found.saturday, found.sunday, found.applies, found.note,
    )  # fmt: skip
    assert (maya.id, NOON.isoformat()) == (
        campaign.state_hours["NY"]["by"],
        campaign.state_hours["NY"]["at"],
    )
    assert 1 == events(session)


def test_it_is_restored(session: Session, campaign: Campaign, maya: User) -> None:
    change_state(session, "AL", SHORT, by=maya, now=NOON)
    assert is_changed(campaign, "AL")
    for _ in range(2):
        restore_state(session, "AL", by=maya, now=NOON)

    assert not is_changed(campaign, "AL")
    assert shipped("AL") == line(campaign.state_hours, "AL")
    assert 2 == events(session)


def test_two_states_do_not_disturb_each_other(session: Session, campaign: Campaign, maya: User) -> None:
    change_state(session, "NY", SHORT, by=maya, now=NOON)
    change_state(session, "OH", SHORT, by=maya, now=NOON)
    restore_state(session, "NY", by=maya, now=NOON)

    assert ["OH"] == list(campaign.state_hours)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (StateForm((16, 10), None, None, applies=True), "weekday"),
        (StateForm(None, (9, 9), None, applies=True), "saturday"),
        (StateForm(None, None, (9, 25), applies=True), "sunday"),
        (StateForm(None, None, None, applies=True, note="x" * 301), "note"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it(
    session: Session, campaign: Campaign, maya: User, form: StateForm, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        change_state(session, "NY", form, by=maya, now=NOON)

    assert field == refusal.value.field


def test_there_is_no_such_state(session: Session, campaign: Campaign, maya: User) -> None:
    with pytest.raises(NotFound):
        change_state(session, "ZZ", SHORT, by=maya, now=NOON)
    with pytest.raises(NotFound):
        restore_state(session, "ZZ", by=maya, now=NOON)


def test_mending_a_column_that_cannot_be_read_opens_one_state_alone(
    session: Session, campaign: Campaign, maya: User
) -> None:
    campaign.state_hours = ["junk"]  # type: ignore[assignment]
    session.flush()
    change_state(session, "NY", SHORT, by=maya, now=NOON)

    assert line(campaign.state_hours, "NY").is_readable
    assert not line(campaign.state_hours, "OH").is_readable


def test_what_holds_is_shown_first(session: Session, campaign: Campaign, maya: User) -> None:
    change_state(session, "WY", SHORT, by=maya, now=NOON)

    shown = [each.code for each in settings(session, campaign.id, now=NOON).states]

    assert ["AL", "KY", "LA", "MS", "RI", "TX", "WA", "WY", "CA"] == shown[:9]
    assert set(NAMES) == {each.code for each in states(campaign)}
