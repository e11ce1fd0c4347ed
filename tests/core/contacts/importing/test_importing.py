"""Importing on both databases: counts, merging, crashes, two workers, opt-outs, newcomers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session

from core.contacts.importing import starting
from core.contacts.importing.leasing import LEASE
from core.contacts.importing.running import NOT_KEPT, run
from core.db import Database
from core.errors import Invalid, NotFound, Stale
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    ExternalId,
    Import,
    ListMember,
    Notice,
    OptOut,
    StoredFile,
    User,
)
from tests.core.contacts.importing.importer import Clock, Importer, PowerCut, contact
from tests.factories import NOON, campaign, user

HEADERS = "VANID,First Name,Last Name,Cell Phone,Home Phone,State,Zip5,Precinct\n"
PAT = "7,Pat,Quinn,(212) 555-0111,,NY,10001,12A\n"
LEE = "8,Lee,Wong,310-555-0112,,CA,90012,\n"


def olga(session: Session) -> User:
    """Olga, who owns another campaign."""
    other = Campaign(name="Other", slack_team_id="T2", join_code="other2", created_at=NOON)
    session.add(other)
    session.flush()
    return user(session, other, "Olga Other", role="owner")


def figures(counts: dict[str, Any]) -> tuple[int, ...]:
    return tuple(counts[key] for key in ("rows", "new", "updated", "unchanged", "duplicates", "opted_out"))


def test_a_row_becomes_a_contact(import_: Importer, session: Session) -> None:
    import_(HEADERS + PAT)

    pat = contact(session, "+12125550111")
    assert ("Pat", "Quinn", "NY", "10001") == (pat.first_name, pat.last_name, pat.state, pat.zip)
    assert ("America/New_York", "zip") == (pat.zones, pat.zone_source)
    assert {"precinct": "12A"} == pat.extra
    van = session.scalars(select(ExternalId)).one()
    assert (pat.id, "van", "NY", "voters", "7") == (
        van.contact_id,
        van.system,
        van.database,
        van.mode,
        van.value,
    )
    into = session.scalars(select(ContactList)).one()
    assert (into.id, pat.id) == tuple(
        session.execute(select(ListMember.list_id, ListMember.contact_id)).one()
    )


def test_rows_are_counted_by_what_became_of_them(import_: Importer) -> None:
    counts = import_(HEADERS + PAT + LEE + PAT + "9,No,Phone,,,,,\n10,Al,Far,+44 20 7946 0958,,,,\n")

    assert (5, 2, 0, 0, 1, 0) == figures(counts)
    assert {"unknown_id": 1, "foreign": 1} == counts["refused"]


def test_the_same_file_again_changes_nothing(import_: Importer, session: Session) -> None:
    accents = '9,Zoë "Z","O\'\n\t Neil",2125550113,,NY,10001,"Précis,\t😀\n\\ / %"\n'
    import_(HEADERS + PAT + LEE + accents)
    before = contact(session, "+12125550113").updated_at

    assert (3, 0, 0, 3, 0, 0) == figures(import_(HEADERS + PAT + LEE + accents))
    assert before == contact(session, "+12125550113").updated_at
    zoe = contact(session, "+12125550113")
    assert ('Zoë "Z"', "O' Neil", "Précis,\t😀\n\\ / %") == (
        zoe.first_name,
        zoe.last_name,
        zoe.extra["precinct"],
    )


def test_a_new_value_updates_and_a_blank_one_erases_nothing(import_: Importer, session: Session) -> None:
    import_(HEADERS + PAT)

    assert (1, 0, 1, 0, 0, 0) == figures(
        import_("First Name,Cell Phone,Zip5,Party\nPatricia,2125550111,,D\n")
    )
    pat = contact(session, "+12125550111")
    assert ("Patricia", "Quinn", "10001") == (pat.first_name, pat.last_name, pat.zip)
    assert {"precinct": "12A", "party": "D"} == pat.extra
    assert ("America/New_York", "zip") == (pat.zones, pat.zone_source)


def test_a_new_van_id_is_an_update(import_: Importer, session: Session) -> None:
    import_(HEADERS + PAT)

    assert (1, 0, 1, 0, 0, 0) == figures(import_(HEADERS + PAT.replace("7,", "77,", 1)))
    assert ["77"] == list(session.scalars(select(ExternalId.value)))


def test_the_area_code_does_not_replace_what_a_zip_code_told(import_: Importer, session: Session) -> None:
    import_("phone,zip\n2125550111,60601\n")
    import_("phone\n2125550111\n")
    assert "zip" == contact(session, "+12125550111").zone_source

    import_("phone,time zone\n2125550111,Pacific\n")
    found = contact(session, "+12125550111")
    assert ("America/Los_Angeles", "import") == (found.zones, found.zone_source)


def test_the_home_phone_stands_in_for_a_cell_phone(import_: Importer, session: Session) -> None:
    import_(HEADERS + "7,Pat,Quinn,none,212-555-0111,,,\n")

    assert "Pat" == contact(session, "+12125550111").first_name


def test_a_row_needs_only_a_phone(import_: Importer, session: Session) -> None:
    assert (1, 1, 0, 0, 0, 0) == figures(import_("phone\n2125550111\n"))
    assert "" == contact(session, "+12125550111").name


def test_a_full_name_is_parted(import_: Importer, session: Session) -> None:
    import_('name,phone\nPat Van Dyke,2125550111\n"Wong, Lee",3105550112\n')

    assert ("Pat", "Van Dyke") == (
        contact(session, "+12125550111").first_name,
        contact(session, "+12125550111").last_name,
    )
    assert "Lee Wong" == contact(session, "+13105550112").name


def test_a_name_of_three_thousand_characters_is_refused(import_: Importer, session: Session) -> None:
    counts = import_(f"name,phone\n{'x' * 3000},2125550111\nLee,3105550112\n")

    assert {"too_long": 1} == counts["refused"]


def test_short_rows_are_filled_up_and_long_ones_refused(import_: Importer, session: Session) -> None:
    counts = import_("phone,first_name,town\n2125550111\n2125550112,Lee,Troy,\n2125550113,Jo,Rye,NY\n")

    assert (3, 2, 0, 0, 0, 0) == figures(counts)
    assert {"too_many_cells": 1} == counts["refused"]


def test_spreadsheets_drop_zeros_and_add_decimals(import_: Importer, session: Session) -> None:
    import_("phone,zip,vanid\n6175550111.0,2138,7.0\n")

    assert "02138" == contact(session, "+16175550111").zip
    assert "7" == session.scalars(select(ExternalId.value)).one()


def test_people_who_opted_out_are_counted_and_stay_so(
    import_: Importer, session: Session, campaign: Campaign
) -> None:
    session.add(OptOut(campaign_id=campaign.id, phone="+12125550111", at=NOON, route="keyword"))
    lifted = OptOut(campaign_id=campaign.id, phone="+13105550112", at=NOON, route="keyword", lifted_at=NOON)
    session.add(lifted)

    assert (2, 2, 0, 0, 0, 1) == figures(import_(HEADERS + PAT + LEE))
    assert (2, 0, 0, 2, 0, 1) == figures(import_(HEADERS + PAT + LEE))
    assert 2 == session.scalar(select(func.count()).select_from(OptOut))


def test_another_country_can_be_allowed(import_: Importer, session: Session, campaign: Campaign) -> None:
    campaign.textable_countries = ["US", "GB"]

    counts = import_("phone\n+44 20 7946 0958\n416-555-0123\n")

    assert (1, {"foreign": 1}) == (counts["new"], counts["refused"])


def test_the_same_list_name_adds_to_the_list(import_: Importer, session: Session) -> None:
    import_(HEADERS + PAT)
    import_(HEADERS + LEE)
    import_(HEADERS + LEE, into="Others")

    assert ["Voters", "Others"] == list(session.scalars(select(ContactList.name).order_by(ContactList.id)))
    assert 3 == session.scalar(select(func.count()).select_from(ListMember))


def test_campaigns_do_not_see_each_others_contacts(import_: Importer, session: Session) -> None:
    theirs = olga(session)
    import_(HEADERS + PAT)
    mine, import_.maya = import_.maya, theirs

    assert (1, 1, 0, 0, 0, 0) == figures(import_(HEADERS + PAT))
    owners = list(session.scalars(select(Contact.campaign_id).order_by(Contact.id)))
    assert [mine.campaign_id, theirs.campaign_id] == owners


def test_newcomers_join_the_running_actions_of_the_list(
    import_: Importer, session: Session, action: Action
) -> None:
    import_(HEADERS + "9,New,Comer,2125550119,,,,\n")

    newcomer = contact(session, "+12125550119")
    assert (
        action.id == session.scalars(select(Conversation.action_id).filter_by(contact_id=newcomer.id)).one()
    )


def test_progress_and_end_are_one_notice_with_the_refused_rows(import_: Importer, session: Session) -> None:
    import_(HEADERS + PAT + "9,=No,@Phone,n/a,,,,-5\n")

    notice = session.scalars(select(Notice)).one()
    assert ("import_finished", "U0MAYA") == (notice.kind, notice.channel)
    (file_id,) = notice.data["file_ids"]
    refused = session.get_one(StoredFile, file_id)
    assert "voters.refused.csv" == refused.name
    assert refused.content.decode("utf-8-sig").splitlines() == [
        "VANID,First Name,Last Name,Cell Phone,Home Phone,State,Zip5,Precinct,Reason",
        "9,'=No,'@Phone,n/a,,,,-5,Not a working phone number",
    ]


@pytest.mark.usefixtures("small_chunks")
def test_what_the_database_does_not_take_ends_the_import_and_is_told(
    import_: Importer, session: Session
) -> None:
    """It would stop at the same row each time, and whoever waits would hear nothing."""

    def refuse() -> None:
        raise DataError("INSERT", {}, Exception("out of range"))

    made = import_.start(HEADERS + PAT + LEE + "11,Jo,Ray,2125550115,,,,\n")
    done = import_.run(made, Clock(at=3, do=refuse))

    assert ("failed", NOT_KEPT) == (done.state, done.problem)
    assert ["import_failed"] == list(session.scalars(select(Notice.kind)))


@pytest.mark.usefixtures("small_chunks")
def test_a_crash_between_chunks_is_taken_up_where_it_was(import_: Importer, session: Session) -> None:
    """The counts and the refused rows come out as if it had not happened."""
    extra = "10,Al,Far,+44 20 7946 0958,,,,\n"
    made = import_.start(HEADERS + PAT + extra + LEE + PAT + "11,Jo,Ray,2125550115,,,,\n" + extra)
    with pytest.raises(PowerCut):
        import_.run(made, Clock(at=3))  # it is asked at the claim and at each chunk
    session.expire_all()
    assert ("running", 2) == (made.state, made.rows_done)

    assert "running" == import_.run(made).state  # nobody else may touch it while it may live
    done = import_.run(made, lambda: NOON + LEASE + timedelta(seconds=1))

    assert (6, 3, 0, 0, 1, 0) == figures(done.counts)
    assert {"foreign": 2} == done.counts["refused"]
    assert 2 == session.get_one(StoredFile, done.refused_file_id).content.decode().count("Al,Far")


@pytest.mark.usefixtures("small_chunks")
def test_a_worker_that_is_to_end_leaves_the_rest_to_the_next(import_: Importer, session: Session) -> None:
    made = import_.start(HEADERS + PAT + LEE + PAT + "9,Jo,Ray,2125550115,,,,\n")
    told = iter([False, True])

    run(import_.database, made.id, clock=Clock(), stopping=lambda: next(told))

    session.expire_all()
    assert ("queued", 2) == (made.state, made.rows_done)
    assert ("import_contacts", (made.id,)) in import_.database.bells  # type: ignore[attr-defined]
    assert (4, 3, 0, 0, 1, 0) == figures(import_.run(made).counts)


@pytest.mark.usefixtures("small_chunks")
def test_a_worker_that_was_taken_for_dead_stops_and_keeps_nothing(import_: Importer) -> None:
    made = import_.start(HEADERS + PAT + LEE + "9,Jo,Ray,2125550115,,,,\n")
    later = NOON + LEASE + timedelta(minutes=1)

    done = import_.run(made, Clock(at=2, do=lambda: run(import_.database, made.id, clock=lambda: later)))

    assert ("finished", later) == (done.state, done.finished_at)
    assert (3, 3, 0, 0, 0, 0) == figures(done.counts)


def test_the_upload_is_not_kept(import_: Importer, session: Session) -> None:
    import_(HEADERS + PAT)

    assert 0 == session.scalar(select(func.count()).select_from(StoredFile))


def test_run_twice_it_is_done_once(import_: Importer, session: Session) -> None:
    made = import_.start(HEADERS + PAT)

    first = import_.run(made).counts
    assert first == import_.run(made).counts
    assert 1 == session.scalar(select(func.count()).select_from(Notice))


def test_started_twice_it_is_queued_once(import_: Importer, session: Session, maya: User) -> None:
    draft = import_.draft(HEADERS + PAT)
    session.commit()
    import_.database.bells.clear()  # type: ignore[attr-defined]

    for _ in range(2):
        starting.start(session, draft.id, {}, by=maya, now=NOON)
        session.commit()

    assert [("import_contacts", (draft.id,))] == import_.database.bells  # type: ignore[attr-defined]


def test_another_campaigns_import_is_not_there(import_: Importer, session: Session) -> None:
    draft = import_.draft(HEADERS + PAT)

    with pytest.raises(NotFound):
        starting.start(session, draft.id, {}, by=olga(session), now=NOON)


def test_columns_without_a_phone_do_not_start(import_: Importer, session: Session, maya: User) -> None:
    draft = import_.draft("name,town\nPat,Troy\n")

    with pytest.raises(Invalid, match="No column holds phone numbers"):
        starting.start(session, draft.id, {}, by=maya, now=NOON)
    assert "draft" == draft.state


def test_sweeps_find_what_lost_its_bell_or_its_worker(import_: Importer, session: Session) -> None:
    queued, abandoned, alive = (import_.start(HEADERS + PAT) for _ in range(3))
    later = NOON + LEASE + timedelta(seconds=1)
    for made, beat in ((abandoned, NOON), (alive, later)):
        made.state, made.heartbeat_at = "running", beat
    session.commit()
    bells: list[Any] = import_.database.bells  # type: ignore[attr-defined]
    bells.clear()

    starting.sweep(session, now=later)
    session.commit()

    assert [("import_contacts", (queued.id,)), ("import_contacts", (abandoned.id,))] == sorted(bells)


def test_a_command_that_was_cut_off_is_given_up(import_: Importer, session: Session, maya: User) -> None:
    table = starting.look("voters.csv", (HEADERS + PAT).encode()).table
    made = starting.start_here(session, maya.campaign_id, "voters.csv", table, list_name="Voters", now=NOON)

    starting.sweep(session, now=NOON + LEASE + timedelta(seconds=1))

    session.refresh(made)
    assert ("failed", "It was interrupted. Run the same command again.") == (made.state, made.problem)


def test_a_draft_that_nobody_starts_is_forgotten(import_: Importer, session: Session, maya: User) -> None:
    draft = import_.draft(HEADERS + PAT)

    starting.sweep(session, now=NOON + timedelta(hours=25))

    assert 0 == session.scalar(select(func.count()).select_from(StoredFile))
    with pytest.raises(Stale):
        starting.start(session, draft.id, {}, by=maya, now=NOON)


def test_a_file_larger_than_slacks_limit_is_refused() -> None:
    with pytest.raises(Invalid, match="larger than 10 MB"):
        starting.look("huge.csv", b"phone\n" * 2_000_000)


def test_two_workers_at_once_import_once(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        maya = user(session, campaign(session), "Maya Torres", role="owner")
        made = Importer(own_database, session, maya).draft(HEADERS + PAT + LEE)
        starting.start(session, made.id, {}, by=maya, now=NOON)

    with ThreadPoolExecutor(4) as workers:
        done = [workers.submit(run, own_database, made.id, clock=Clock()) for _ in range(4)]
    for each in done:
        each.result()

    with own_database.readers() as session:
        assert (2, 2, 0, 0, 0, 0) == figures(session.get_one(Import, made.id).counts)
        assert 1 == session.scalar(select(func.count()).select_from(Notice))
        assert 2 == session.scalar(select(func.count()).select_from(Contact))


def test_two_files_with_the_same_people_at_once_make_each_once(own_database: Database) -> None:
    """Neither waits for the other for ever, whatever the order of their rows."""
    rows = [f"{number},Al,Far,{2125550000 + number},,NY,10001,\n" for number in range(1200)]
    with own_database.sessions.begin() as session:
        maya = user(session, campaign(session), "Maya Torres", role="owner")
        importer = Importer(own_database, session, maya)
        drafts = [importer.draft(HEADERS + "".join(order)) for order in (rows, rows[::-1])]
        for made in drafts:
            starting.start(session, made.id, {}, by=maya, now=NOON)

    with ThreadPoolExecutor(2) as workers:
        done = [workers.submit(run, own_database, made.id, clock=Clock()) for made in drafts]
    for each in done:
        each.result()

    with own_database.readers() as session:
        counts = [session.get_one(Import, made.id).counts for made in drafts]
        assert 1200 == sum(count["new"] for count in counts)
        assert 1200 == sum(count["unchanged"] for count in counts)
        assert 1200 == session.scalar(select(func.count()).select_from(ListMember))
