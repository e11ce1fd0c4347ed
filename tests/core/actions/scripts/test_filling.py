"""A script is filled in for each contact, and refused while somebody can still mend it."""

from typing import Any

import pytest

from core.actions.scripts.filling import ALWAYS_KNOWN, check, fill, variables_in
from core.errors import Invalid
from core.models import Campaign, Contact, User


def filled(body: str, sender: User | None = None, **contact: Any) -> str:
    given = {"first_name": "Pat", "last_name": "Quinn", "zip": "10001", "state": "NY", "extra": {}}
    campaign = Campaign(
        name="River", organisation="Riverside", contact_first_name="there", sender_first_name="a friend"
    )
    return fill(body, contact=Contact(**(given | contact)), sender=sender, campaign=campaign)


def test_variables_are_filled_in() -> None:
    body = "Hi {{ first_name }}, {{sender_first_name}} with {{ organisation }} for {{ full_name }}, {{ zip }}"

    assert filled(body, User(first_name="Jo")) == "Hi Pat, Jo with Riverside for Pat Quinn, 10001"


def test_an_imported_column_is_a_variable() -> None:
    assert (
        filled("Vote at {{ polling_place }}!", extra={"polling_place": "Town Hall"}) == "Vote at Town Hall!"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi {{ first_name }}!", "Hi there!"),
        ('Hi {{ first_name | default("friend") }}!', "Hi friend!"),
        ("Hi {{ first_name | default(“friend”) }}!", "Hi friend!"),
        ("It's {{ sender_first_name }}.", "It's a friend."),
        ("See you in {{ city }} today", "See you in today"),
        ("Hi {{ city }}, hello {{ city }}.", "Hi, hello."),
        ("{{ city }} {{ city }}Hello", "Hello"),
        ("Bye {{ city }}\nJo", "Bye\nJo"),
        ('Hi{{ city | default("") }}', "Hi"),
    ],
)
def test_a_missing_value_has_a_fallback(body: str, expected: str) -> None:
    assert expected == filled(body, first_name="  ")


@pytest.mark.parametrize("name", ["{{ zip }}", "{% if %}", "O'Neil", "🗳️", "“Pat”", "}}"])
def test_a_contacts_name_is_data_and_never_a_script(name: str) -> None:
    assert f"Hi {name}!" == filled("Hi {{ first_name }}!", first_name=name)


def test_a_nul_byte_never_leaves() -> None:
    assert filled("Hi\0 {{ first_name }}!", first_name="P\0at") == "Hi Pat!"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Hi {{ first_name", "near “Hi {{ first_name”"),
        ("Hi {{ first_name }, will you", "near “Hi {{ first_name }, will"),
        ("Hi first_name }} you", "near “Hi first_name }} you”"),
        ("Hi {first_name} you", "“{first_name}” needs two braces on each side: {{ first_name }}"),
        ("Hi {{ }}", "cannot read “{{ }}”"),
        ("Hi {{ first name }}", "cannot read “{{ first name }}”"),
        ("Hi {{ user.first_name }}", "cannot read “{{ user.first_name }}”"),
        ("Hi {{ first_name | upper }}", "cannot read"),
        ("Hi {{ first_name | default(zip) }}", "cannot read"),
        ("Hi {{ 7 * 7 }}", "cannot read"),
        ("Hi {{ " + "(" * 700 + "zip" + ")" * 700 + " }}", "cannot read"),
        ("Hi {{ zip | default('\\x00') }}", "cannot read"),
        ("Hi {{ zip | default('\\ud800') }}", "cannot read"),
        ("Hi {{ __class__ }}", "has no “__class__”"),
        ("Hi {{ {{ first_name }} }}", "cannot read"),
        ("{% for x in y %}", "near “{% for x in y %}”"),
        ("{# a note #} Hi", "near “{# a note #} Hi”"),
        ("Hi {{ frist_name }}", "Did you mean {{ first_name }}?"),
        ("Hi {{ First_Name }}", "Did you mean {{ first_name }}?"),
        ("Hi {{ qqq }}", "Known are: city, first_name"),
    ],
)
def test_what_cannot_be_filled_in_cannot_be_saved(body: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check(body, ALWAYS_KNOWN, field="initial_1")

    assert said in refusal.value.sentence
    assert refusal.value.field == "initial_1"


def test_a_good_script_is_let_through() -> None:
    check(
        'Hi {{ first_name }} {:-} 50% {{ polling_place | default("near you") }}',
        [*ALWAYS_KNOWN, "polling_place"],
    )


def test_the_variables_of_a_script_are_named_once() -> None:
    assert variables_in("{{ zip }} {{ city }} {{ zip }}") == ["zip", "city"]
