"""How somebody comes to every form there is, by the words on the buttons."""

from typing import Any, NamedTuple

from tests.bot.conftest import Bot


class At(NamedTuple):
    """A press on one of several buttons with these words: the one beside others."""

    name: str
    beside: str


class Of(NamedTuple):
    """A shortcut on a message."""

    shortcut: str


SUBMIT = object()
ABE = At("Edit", "Abe Lindqvist")
A_FILE = ("voters.csv", b"phone,first name\n2125550199,Ann\n")
PHONES = ("phones.csv", b"phone,phone 2\n2125550198,2125550197\n")
PEOPLE = ("people.csv", b"phone,first name\n2125550196,Uma\n")

MANAGE = ("/textbank actions", "Manage Get out the vote")
DRAFT = ("/textbank actions", "Continue Phone week")
PAT = ("/textbank contacts quinn",)
TALK = ("/textbank find quinn", "Open the conversation with Pat Quinn")
OPTIONS = ("/textbank fields", "Edit Ride?", "Options")
VOLUNTEERS = "/textbank volunteers"
SETTINGS = "/textbank settings"

# callback_id → what is typed, pressed, filled in (a pair) and submitted to see it
FORMS: dict[str, tuple[Any, ...]] = {
    "actions.basics.v1": ("/textbank actions new",),
    "actions.initials.v1": (*DRAFT, "Edit initial scripts"),
    "actions.preview.v1": (*DRAFT, "Edit report", SUBMIT),
    "actions.publish.v1": (*DRAFT, "Publish …"),
    "actions.report.v1": (*DRAFT, "Edit report"),
    "actions.response.v1": (*DRAFT, "Edit responses", "Add response"),
    "actions.responses.v1": (*DRAFT, "Edit responses"),
    "actions.volunteers.v1": (*DRAFT, "Edit volunteers"),
    "contacts.answers.v1": (*PAT, "Tags and answers"),
    "contacts.details.v1": (*PAT, "Edit details"),
    "contacts.erase.v1": (*PAT, "contacts.erase"),
    "contacts.find.v1": ("/textbank contacts",),
    "fields.form.v1": ("/textbank fields", "Create field"),
    "fields.list.v1": ("/textbank fields",),
    "fields.options.adding.v1": (*OPTIONS, "Add options"),
    "fields.options.renaming.v1": (*OPTIONS, At("Rename", "Bus")),
    "fields.placing.v1": ("/textbank fields", "Reorder", At("Move further …", "Ride?")),
    "find.form.v1": ("/textbank find",),
    "first_steps.general.v1": ("home", "first_steps.open.general"),
    "first_steps.hours.v1": ("home", "first_steps.open.hours"),
    "first_steps.service.v1": ("home", "first_steps.open.service"),
    "folders.adding.v1": ("/textbank folders", "Open Spring", "Add things"),
    "folders.form.v1": ("/textbank folders", "Create folder"),
    "folders.list.v1": ("/textbank folders",),
    "folders.placing.v1": ("/textbank folders", "Reorder", At("Move further …", "Spring")),
    "lists.columns.v1": ("/textbank lists import", ("List name", "New"), ("File", [A_FILE]), SUBMIT),
    "lists.combine.v1": ("/textbank lists", "Combine lists"),
    "lists.condition.v1": ("/textbank lists filter", ("Add a condition", "Tag")),
    "lists.filter.v1": ("/textbank lists filter",),
    "lists.rename.v1": ("/textbank lists", "Open Donors", "Rename"),
    "lists.upload.v1": ("/textbank lists import",),
    "notes.form.v1": (Of("notes.add"),),
    "optout.add.v1": ("/textbank optout", "Opt out a number"),
    "optout.column.v1": ("/textbank optout import", ("File", [PHONES]), SUBMIT),
    "optout.lift.v1": ("/textbank optout", "Show +12125550113", "Lift this opt-out"),
    "optout.look.v1": ("/textbank optout", "Look up"),
    "optout.upload.v1": ("/textbank optout import",),
    "people.add.v1": ("/textbank people", "Add people"),
    "people.change.v1": ("/textbank people", ABE, ("Role", "Owner"), SUBMIT),
    "people.form.v1": ("/textbank people", ABE),
    "people.group.v1": ("/textbank people", "Follow a user group"),
    "people.sure.v1": ("/textbank people", "Add people", ("People", ["Nat"]), ("Role", "Owner"), SUBMIT),
    "reassign.confirm.v1": ("/reassign", ("From", "Jo Park"), ("To", "Sam Ruiz"), SUBMIT),
    "reassign.form.v1": ("/reassign",),
    "results.post.v1": ("/results", "Post to channel"),
    "review.answer.v1": (*TALK, "Answer"),
    "review.reassign.v1": (*TALK, "Reassign"),
    "review.report.v1": (*TALK, "review.report"),
    "settings.general.v1": (SETTINGS, "settings.general"),
    "settings.hours.v1": (SETTINGS, "settings.hours"),
    "settings.limits.v1": (SETTINGS, "settings.limits"),
    "settings.scripts.v1": (SETTINGS, "settings.scripts"),
    "settings.service.v1": (SETTINGS, "settings.service"),
    "settings.state.v1": (SETTINGS, "See hours by state", "Edit Ohio"),
    "settings.stops.v1": (SETTINGS, "settings.stops"),
    "summaries.form.v1": ("/textbank summaries", "Create summary"),
    "tags.form.v1": ("/tags", "Create tag"),
    "tags.list.v1": ("/tags",),
    "tags.placing.v1": ("/tags", "Reorder", At("Move further …", "Supporter")),
    "texts.code.v1": ("/textbank texts", ("phone", "2125550101"), SUBMIT),
    "texts.form.v1": ("/textbank texts",),
    "texts.phone.v1": ("/textbank texts",),
    "volunteers.deactivate.v1": (VOLUNTEERS, "Open Jo Park", "Deactivate"),
    "volunteers.enrol.v1": (VOLUNTEERS, "volunteers.invite", "volunteers.file", ("File", [PEOPLE]), SUBMIT),
    "volunteers.filter.v1": (VOLUNTEERS, "volunteers.filter"),
    "volunteers.list.form.v1": (VOLUNTEERS, "volunteers.lists", "Edit Team"),
    "volunteers.name.v1": (VOLUNTEERS, "Open Sam Ruiz", "Edit name"),
    "volunteers.save.v1": (VOLUNTEERS, "volunteers.save"),
    "volunteers.upload.v1": (VOLUNTEERS, "volunteers.invite", "volunteers.file"),
}


# who opens it, where that is not Maya
WHO = {"texts.phone.v1": "Abe", "texts.code.v1": "Abe"}


def be_patient(bot: Bot) -> None:
    """Let Slack wait longer: how soon the app answers on a busy machine is measured elsewhere."""
    bot.slack.state.trigger_seconds = bot.slack.desk.link.patience = 60


def opened(bot: Bot, form: str) -> Any:
    """Return whoever has this form open now, and nothing else but what is below it."""
    person = bot.person(WHO.get(form, "Maya"))
    if person.modal:
        person.close(everything=True)
    for step in FORMS[form]:
        take(bot, person, step)
    assert form == person.modal.body["callback_id"]
    return person


def take(bot: Bot, person: Any, step: Any) -> None:
    """Type, press, fill in or submit one step."""
    if step is SUBMIT:
        assert {} == person.submit()
    elif step == "home":
        person.home()
    elif isinstance(step, Of):
        person.shortcut(step.shortcut, bot.slack.channel("#general").messages[0])
    elif isinstance(step, At):
        person.click(None, step.name, beside=step.beside)
    elif isinstance(step, tuple):
        person.fill(*step)
    elif step.startswith("/"):
        command, _, words = step.partition(" ")
        person.command(command, words)
    else:
        person.click(None, step)
