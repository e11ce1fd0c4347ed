"""The same people again: tags, answers and volunteers by column, people found by their VAN ID, a dry run."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.contacts.erasing.erasing import WORD, erase
from core.contacts.importing import labels, starting
from core.contacts.importing.columns import check
from core.contacts.opting_out import is_opted_out
from core.conversations.facts import present
from core.errors import Invalid, NotAllowed, NotFound, Stale
from core.models import (
    Action,
    Contact,
    ContactList,
    CustomField,
    Event,
    Fact,
    ListMember,
    Notice,
    StoredFile,
    Tag,
    User,
)
from core.models.base import Base
from tests import factories
from tests.core.contacts.importing.importer import Clock, Importer, PowerCut, contact
from tests.factories import NOON

PAT = "+12125550111"


@pytest.fixture
def wrong(session: Session, maya: User) -> Tag:
    return factories.tag(session, maya.campaign_id, "Wrong number")


@pytest.fixture
def support(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Support rating", "Supporter", "Against")


def known(session: Session, phone: str = PAT) -> dict[tuple[str, int], str | None]:
    return present(session, contact(session, phone).id)


def counted(session: Session, *tables: type[Base]) -> list[int]:
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.mark.parametrize("header", ["wrong_number", "Wrong number", "WRONG NUMBER", "Wrong-Number"])
def test_a_column_with_a_tags_slug_or_name_sets_it(
    import_: Importer, session: Session, wrong: Tag, header: str
) -> None:
    counts = import_(f"phone,{header}\n2125550111,Yes\n3105550112,no\n3105550113,\n")

    assert known(session) == {("tag", wrong.id): "yes"}
    assert known(session, "+13105550112") == {}
    assert counts["labels"] == {f"tag:{wrong.id}": 1}
    assert contact(session, PAT).extra == {}


def test_importing_again_changes_only_what_is_new(import_: Importer, session: Session, wrong: Tag) -> None:
    import_("phone,wrong_number\n2125550111,x\n")
    again = import_("phone,wrong_number\n2125550111,1\n")
    assert again["labels"] == {}
    assert counted(session, Fact) == [1]

    off = import_("phone,wrong_number\n2125550111,No\n")
    assert off["labels"] == {f"tag:{wrong.id}": 1}
    assert known(session) == {("tag", wrong.id): "no"}
    newest = session.scalars(select(Fact).order_by(Fact.id.desc())).first()
    assert newest is not None
    assert (newest.old, newest.new, newest.source, newest.user_id) == ("yes", "no", "import", import_.maya.id)


def test_a_blank_cell_leaves_what_is_known(import_: Importer, session: Session, support: CustomField) -> None:
    import_("phone,support_rating\n2125550111,supporter\n")
    import_("phone,support_rating\n2125550111, \n")

    assert known(session) == {("field", support.id): "Supporter"}


def test_an_answer_is_the_present_name_of_an_option(
    import_: Importer, session: Session, support: CustomField
) -> None:
    counts = import_("phone,Support rating\n2125550111,AGAINST\n3105550112,Undecided\n")

    assert known(session) == {("field", support.id): "Against"}
    assert (counts["remarks"], counts["refused"]) == ({"no_option": 1}, {})


def test_words_that_cannot_be_kept_are_left_and_told(
    import_: Importer, session: Session, action: Action, wrong: Tag
) -> None:
    notes = factories.field(session, action, "Notes")
    long = "n" * (labels.LONGEST_ANSWER + 1)
    counts = import_(f"phone,wrong_number,notes\n2125550111,maybe,tall\n3105550112,,{long}\n")

    assert known(session) == {("field", notes.id): "tall"}
    assert counts["remarks"] == {"not_yes_or_no": 1, "answer_too_long": 1}
    refused = session.scalars(select(StoredFile.content)).one().decode("utf-8-sig").splitlines()
    assert refused[1].endswith(
        'maybe,tall,"Imported, but a tag\'s cell says neither yes nor no, so it was left"'
    )


def test_an_opt_out_tag_really_opts_out(import_: Importer, session: Session, wrong: Tag) -> None:
    wrong.opt_out = True
    session.flush()
    import_("phone,wrong_number\n2125550111,yes\n3105550112,no\n")

    assert is_opted_out(session, wrong.campaign_id, PAT)
    assert not is_opted_out(session, wrong.campaign_id, "+13105550112")


def test_the_volunteers_email_assigns(import_: Importer, session: Session, jo: User, sam: User) -> None:
    jo.email, sam.email = "jo@riverside.example", "sam@riverside.example"
    session.flush()
    header = "phone,assigned_user_email\n"
    counts = import_(
        f"{header}2125550111,JO@riverside.example\n3105550112,no@riverside.example\n3105550113,\n"
    )

    assert contact(session, PAT).assigned_to_id == jo.id
    assert contact(session, "+13105550112").assigned_to_id is None
    assert (counts["assigned"], counts["remarks"]) == (1, {"no_volunteer": 1})
    assert import_(f"{header}2125550111,jo@riverside.example\n")["assigned"] == 0
    assert import_(f"{header}2125550111,sam@riverside.example\n")["assigned"] == 1
    session.expire_all()
    assert contact(session, PAT).assigned_to_id == sam.id


def test_people_are_found_by_their_van_id(import_: Importer, session: Session, wrong: Tag) -> None:
    import_("phone,van_id,first name\n2125550111,7,Pat\n")
    counts = import_("VANID,wrong_number,first name\n7,yes,Patricia\n8,yes,Nobody\n", into="Found")

    assert known(session) == {("tag", wrong.id): "yes"}
    assert contact(session, PAT).first_name == "Patricia"
    assert (counts["updated"], counts["new"], counts["refused"]) == (1, 0, {"unknown_id": 1})
    assert counted(session, Contact) == [1]


def test_a_blank_phone_is_found_by_the_van_id(import_: Importer, session: Session) -> None:
    import_("phone,van_id,first name\n2125550111,7,Pat\n")
    counts = import_("phone,van_id,first name\n,7.0,Patricia\n3105550112,9,Lee\n")

    assert contact(session, PAT).first_name == "Patricia"
    assert (counts["updated"], counts["new"], counts["refused"]) == (1, 1, {})


def test_an_id_is_one_persons_in_its_own_state(import_: Importer, session: Session) -> None:
    import_("phone,van_id,state_abbrev,first name\n2125550111,7,NY,Pat\n3105550112,7,CA,Lee\n")
    counts = import_("van_id,state_abbrev,first name\n7,CA,Leonard\n7,,Whoever\n")

    assert contact(session, "+13105550112").first_name == "Leonard"
    assert contact(session, PAT).first_name == "Pat"
    assert counts["refused"] == {"unknown_id": 1}


def test_a_file_needs_phones_or_van_ids() -> None:
    check({"0": "van_id"})
    with pytest.raises(Invalid, match="No column holds phone numbers"):
        check({"0": "first_name"})


def test_two_columns_cannot_fill_one_tag() -> None:
    with pytest.raises(Invalid, match="Another column is the same tag or field already"):
        check({"0": "phone", "1": "tag:3", "2": "tag:3"})


def test_a_tag_archived_before_the_import_runs_is_left_alone(
    import_: Importer, session: Session, wrong: Tag
) -> None:
    started = import_.start("phone,wrong_number\n2125550111,yes\n")
    wrong.archived_at = NOON
    session.commit()

    assert import_.run(started).state == "finished"
    assert counted(session, Fact) == [0]


TRIED = "phone,first name,wrong_number\n2125550111,Patricia,yes\n3105550119,New,no\n,No,\n"


@pytest.fixture
def tried(import_: Importer, session: Session, pat: Contact, wrong: Tag) -> Any:
    """A dry run over Pat, whom the campaign knows as such, and somebody new."""
    return import_.run(import_.start(TRIED, into="Later", dry_run=True))


def test_a_dry_run_counts_and_changes_nothing(session: Session, pat: Contact, wrong: Tag, tried: Any) -> None:
    assert tried.state == "tried"
    assert (tried.counts["new"], tried.counts["updated"], tried.counts["labels"]) == (
        1,
        1,
        {f"tag:{wrong.id}": 1},
    )
    session.expire_all()
    assert pat.first_name == "Pat"
    assert counted(session, Contact, Fact) == [1, 0]
    assert session.scalars(select(ContactList.name)).all() == ["Voters"]
    told = session.scalars(select(Notice)).one()
    assert (told.kind, told.data["labels"]) == ("import_tried", {f"tag:{wrong.id}": "Wrong number"})


def test_what_was_tried_can_be_done(import_: Importer, session: Session, pat: Contact, tried: Any) -> None:
    for _ in range(2):  # a second press changes nothing
        starting.start_tried(session, tried.id, by=import_.maya, now=NOON)
    session.commit()
    done = import_.run(tried)

    assert (done.state, done.counts["new"], done.counts["updated"]) == ("finished", 1, 1)
    assert pat.first_name == "Patricia"
    later = session.scalars(select(ContactList.id).filter_by(name="Later")).one()
    assert counted(session, ListMember) == [3]
    assert done.list_id == later
    started = select(func.count()).select_from(Event).filter_by(name="import_started")
    assert session.scalar(started) == 1
    assert counted(session, StoredFile) == [1]  # the refused row


def test_a_dry_run_goes_on_after_a_crash(
    import_: Importer, session: Session, pat: Contact, wrong: Tag, small_chunks: None
) -> None:
    started = import_.start(TRIED, into="Later", dry_run=True)
    with pytest.raises(PowerCut):
        import_.run(started, Clock(at=3))
    starting_again = import_.run(started, lambda: NOON.replace(hour=23))

    assert starting_again.counts["new"] + starting_again.counts["updated"] == 2
    assert counted(session, Contact, Fact) == [1, 0]


def test_what_nobody_did_is_forgotten(import_: Importer, session: Session, tried: Any) -> None:
    starting.sweep(session, now=NOON + starting.FORGOTTEN * 2)
    session.commit()

    with pytest.raises(Stale, match="put away meanwhile"):
        starting.start_tried(session, tried.id, by=import_.maya, now=NOON)


def test_another_campaigns_dry_run_is_not_there(session: Session, tried: Any) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="two", service="MG" + "2" * 32)
    olga = factories.user(session, other, "Olga Other", role="owner")

    with pytest.raises(NotFound):
        starting.start_tried(session, tried.id, by=olga, now=NOON)


def test_who_is_erased_while_a_file_is_imported_stays_erased(
    import_: Importer, session: Session, wrong: Tag
) -> None:
    import_("phone,first_name\n2125550111,Pat\n")
    pat = contact(session, PAT)
    made = import_.start("phone,first_name,wrong_number\n2125550111,Pat,yes\n3105550112,Ana,yes\n")

    def erase_pat() -> None:
        erase(session, pat.id, WORD, by=import_.maya, now=NOON)
        session.commit()

    counts = import_.run(made, Clock(2, erase_pat)).counts

    assert [2, 1, 0, {"erased": 1}] == [counts[name] for name in ("rows", "new", "updated", "refused")]
    assert counts["labels"] == {f"tag:{wrong.id}": 1}
    assert [] == session.scalars(select(Contact).filter_by(phone=PAT)).all()
    assert known(session, "+13105550112") == {("tag", wrong.id): "yes"}


def test_a_tag_that_becomes_an_opt_out_tag_on_the_way_opts_out_from_then_on(
    import_: Importer, session: Session, wrong: Tag
) -> None:
    made = import_.start("phone,wrong_number\n2125550111,yes\n")

    def make_it_one() -> None:
        wrong.opt_out = True
        session.commit()

    import_.run(made, Clock(2, make_it_one))

    assert is_opted_out(session, import_.maya.campaign_id, PAT)


def test_staff_may_not_start_one(import_: Importer, session: Session, abe: User) -> None:
    draft = import_.draft("phone\n2125550111\n")
    with pytest.raises(NotAllowed):
        starting.start(session, draft.id, {}, by=abe, now=NOON)
    with pytest.raises(NotAllowed):
        starting.start_tried(session, draft.id, by=abe, now=NOON)
