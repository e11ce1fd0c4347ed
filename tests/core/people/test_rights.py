"""What each role may do, what staff may be given beyond it, and what the others are told."""

import pytest
from sqlalchemy.orm import Session

from core.errors import NotAllowed
from core.models import User
from core.people.rights import ADD_ONS, Right, may, require, rights_of
from tests.factories import NOON


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_owners_and_admins_may_do_everything(role: str) -> None:
    assert set(Right) == rights_of(User(role=role))


def test_staff_look_and_text() -> None:
    assert {Right.TEXT, Right.LOOK} == rights_of(User(role="staff"))


@pytest.mark.parametrize("right", ADD_ONS)
def test_staff_may_be_given_more(right: Right) -> None:
    assert rights_of(User(role="staff", rights=[right.value])) == {Right.TEXT, Right.LOOK, right}


def test_nothing_makes_an_admin_of_staff_but_the_role() -> None:
    assert not may(User(role="staff", rights=["run", "nonsense"]), Right.RUN)


def test_volunteers_text_whatever_stands_in_their_row() -> None:
    assert {Right.TEXT} == rights_of(User(role="volunteer", rights=["export", "settings"]))


def test_a_closed_account_may_nothing() -> None:
    assert rights_of(User(role="owner", deactivated_at=NOON)) == frozenset()


@pytest.mark.parametrize("right", [each for each in Right if each not in {Right.TEXT, Right.LOOK}])
def test_a_refusal_says_who_can_help(session: Session, maya: User, abe: User, right: Right) -> None:
    with pytest.raises(NotAllowed, match=r"Maya Torres can help\."):
        require(session, abe, right)


def test_without_an_owner_it_says_how_to_get_one(session: Session, abe: User) -> None:
    with pytest.raises(NotAllowed, match="textbank owner"):
        require(session, abe, Right.RUN)
