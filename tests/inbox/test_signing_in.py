"""Joining, signing in by code or link, and signing out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.config import Settings
from core.db import Database
from core.models import Action, Campaign, SignInCode, User
from core.people.links import sign_in_link
from inbox.app import make_app
from tests.factories import NOON
from tests.inbox.page import Page

ANA: dict[str, Any] = {"first_name": "Ana", "last_name": "Cruz", "phone": "(212) 555-0177"}


def texted(session: Session) -> str:
    return session.scalars(select(SignInCode.code).order_by(SignInCode.id.desc()).limit(1)).one() or ""


def test_somebody_joins_by_the_link_and_sees_the_action(
    stranger: Page, session: Session, action: Action
) -> None:
    session.commit()

    stranger.get("/join/river1").press("Text me a code", **ANA)
    assert "(212) 555-0177" in stranger.text
    stranger.press("Sign in", code=texted(session))

    assert "Hello, Ana" == stranger.heading
    assert "Start texting" in stranger.buttons


def test_the_join_link_has_a_picture_to_scan(app: Flask, session: Session, campaign: Campaign) -> None:
    session.commit()

    picture = app.test_client().get("/join/river1/qr.png")

    assert ("image/png", b"\x89PNG") == (picture.mimetype, picture.data[:4])
    assert "public, max-age=86400" == picture.headers["Cache-Control"]
    assert 404 == app.test_client().get("/join/nobody/qr.png").status_code


def test_a_bad_answer_keeps_what_was_typed(stranger: Page, session: Session, campaign: Campaign) -> None:
    session.commit()

    stranger.get("/join/river1").press("Text me a code", expect=422, **(ANA | {"phone": "12"}))

    assert "Please give one like (212) 555-0101." in stranger.text
    assert ["Ana", "Cruz", "12"] == stranger.tree.xpath("//div[@class='field']/input/@value")


def test_an_unknown_join_code_is_not_here(stranger: Page) -> None:
    assert "not found" in stranger.get("/join/nope", expect=404).text


def test_a_returning_person_signs_in(stranger: Page, session: Session, jo: User) -> None:
    session.commit()

    stranger.get("/sign-in").press("Text me a code", phone="212-555-0101")
    stranger.press("Sign in", expect=422, code="000-000" if texted(session) != "000000" else "1")
    assert "not the newest code" in stranger.text
    stranger.press("Sign in", code=texted(session))

    assert "Hello, Jo" == stranger.heading


def test_a_stranger_hears_the_same(stranger: Page, session: Session, jo: User) -> None:
    session.commit()

    def told(phone: str) -> str:
        return stranger.get("/sign-in").press("Text me a code", phone=phone).text.replace(phone, "")

    assert told("(212) 555-0101") == told("(212) 555-0199")


def test_five_wrong_guesses_spoil_the_code(stranger: Page, session: Session, jo: User) -> None:
    session.commit()
    stranger.get("/sign-in").press("Text me a code", phone="212-555-0101")
    code = texted(session)

    for _ in range(5):
        stranger.press("Sign in", expect=422, code="x")

    stranger.press("Sign in", expect=422, code=code)


def test_a_personal_link_signs_in_and_leads_to_the_inbox(
    stranger: Page, session: Session, settings: Settings, jo: User
) -> None:
    session.commit()
    link = sign_in_link("", settings.signing_key(), jo)

    assert "/" == stranger.get(link).path
    assert "Hello, Jo" == stranger.heading


def test_a_personal_link_leads_to_its_action(
    stranger: Page, session: Session, settings: Settings, action: Action, jo: User
) -> None:
    session.commit()
    page = f"/actions/{action.id}"

    assert page == stranger.get(sign_in_link("", settings.signing_key(), jo, page=page)).path


def test_a_broken_link_says_so(stranger: Page) -> None:
    assert "no longer good" in stranger.get("/sign-in?token=x", expect=422).text


def test_the_code_page_needs_a_phone_first(stranger: Page) -> None:
    assert "/sign-in" == stranger.get("/sign-in/code").path


def test_signing_out_ends_the_session(jos: Callable[[], Page]) -> None:
    page = jos().get("/").press("Sign out")

    assert "/sign-in" == page.path
    assert "/sign-in" == page.get("/").path


def test_a_closed_account_is_shown_out(jos: Callable[[], Page], session: Session, jo: User) -> None:
    page = jos()
    jo.deactivated_at = NOON
    session.commit()

    assert "/sign-in" == page.get("/").path


def test_being_here_is_noted(jos: Callable[[], Page], session: Session, jo: User) -> None:
    jos().get("/")
    session.refresh(jo)

    assert NOON == jo.last_seen_at


def clock_at(at: datetime) -> Clock:
    return lambda: at


def test_who_comes_back_stays_signed_in_without_a_new_cookie_at_each_request(
    settings: Settings, database: Database, session: Session, jo: User
) -> None:
    times = [NOON, NOON + timedelta(seconds=30), NOON + timedelta(seconds=61)]
    session.commit()

    cookies = []
    for at in times:
        client = make_app(settings, database, clock=clock_at(at)).test_client()
        with client.session_transaction() as cookie:
            cookie["user"], cookie.permanent = jo.id, True
        cookies.append("Set-Cookie" in client.get("/news").headers)

    assert [True, False, True] == cookies
