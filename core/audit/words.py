"""Each event in words, and the kinds by which they are looked for. An event without words fails a test."""

from dataclasses import dataclass

from core.models.record import TEXTING

KINDS = {
    "people": "People and roles",
    "settings": "Settings",
    "actions": "Actions and scripts",
    "labels": "Tags, fields and folders",
    "lists": "Lists and imports",
    "contacts": "Contacts",
    "stops": "Opt-outs",
    "conversations": "Conversations moved and reviewed",
    "running": "Summaries, alerts, the app",
    "texting": "Texts and reports",
}


@dataclass(frozen=True)
class Told:
    """How an event is told.

    Attributes:
        kind: one of `KINDS`.
        words: what somebody did; `{thing}` is what they did it to.
        alone: the whole sentence when nobody did it; by default the text bank did.
    """

    kind: str
    words: str
    alone: str = ""


EVENTS: dict[str, Told] = {
    "owner_made": Told("people", "made {thing} an owner", "{thing} was made an owner"),
    "role_given": Told("people", "gave {thing} a role", "{thing} got a role from a user group"),
    "role_taken": Told("people", "took the role of {thing} away", "{thing} lost the role from a user group"),
    "group_followed": Told("people", "let roles follow the user group {thing}"),
    "group_unfollowed": Told("people", "stopped roles following a user group"),
    "user_joined": Told("people", "joined"),
    "user_renamed": Told("people", "renamed {thing}"),
    "user_merged": Told("people", "joined two accounts into one"),
    "user_deactivated": Told("people", "deactivated {thing}"),
    "user_reactivated": Told("people", "reactivated {thing}"),
    "slack_linked": Told("people", "linked Slack to the phone of {thing}"),
    "sign_in_link_made": Told("people", "made a sign-in link for {thing}"),
    "user_list_created": Told("people", "made the user list {thing}"),
    "user_list_renamed": Told("people", "renamed the user list {thing}"),
    "user_list_archived": Told("people", "archived the user list {thing}"),
    "user_list_restored": Told("people", "restored the user list {thing}"),
    "user_list_joined": Told("people", "put people into the user list {thing}"),
    "user_list_left": Told("people", "took somebody out of the user list {thing}"),
    "settings_changed": Told("settings", "changed the settings"),
    "sending_service_chosen": Told("settings", "chose what texts leave from"),
    "first_step_seen": Told("settings", "said that a first step is right"),
    "first_steps_hidden": Told("settings", "put the first steps away"),
    "action_drafted": Told("actions", "began the action {thing}"),
    "action_changed": Told("actions", "changed the action {thing}"),
    "action_published": Told("actions", "published the action {thing}"),
    "action_scheduled": Told("actions", "scheduled the action {thing}"),
    "action_unscheduled": Told("actions", "took back the schedule of the action {thing}"),
    "action_not_published": Told("actions", "", "The action {thing} could not be published"),
    "action_joined_by_contacts": Told("actions", "", "Contacts joined the action {thing}"),
    "action_paused": Told("actions", "paused the action {thing}"),
    "action_paused_itself": Told("actions", "", "The action {thing} paused itself"),
    "action_resumed": Told("actions", "resumed the action {thing}"),
    "action_closed": Told("actions", "ended the action {thing}"),
    "action_reopened": Told("actions", "re-opened the action {thing}"),
    "action_copied": Told("actions", "copied an action to {thing}"),
    "note_added": Told("actions", "added a note to the action {thing}"),
    "tag_created": Told("labels", "created the tag {thing}"),
    "tag_changed": Told("labels", "changed the tag {thing}"),
    "tag_moved": Told("labels", "moved the tag {thing}"),
    "tag_archived": Told("labels", "archived the tag {thing}"),
    "tag_restored": Told("labels", "restored the tag {thing}"),
    "tagged_opted_out": Told("labels", "opted out whoever has the tag {thing}"),
    "field_created": Told("labels", "created the field {thing}"),
    "field_changed": Told("labels", "changed the field {thing}"),
    "field_moved": Told("labels", "moved the field {thing}"),
    "field_archived": Told("labels", "archived the field {thing}"),
    "field_restored": Told("labels", "restored the field {thing}"),
    "options_added": Told("labels", "added options to the field {thing}"),
    "option_renamed": Told("labels", "renamed an option of the field {thing}"),
    "option_retired": Told("labels", "retired an option of the field {thing}"),
    "option_restored": Told("labels", "brought an option of the field {thing} back"),
    "option_moved": Told("labels", "moved an option of the field {thing}"),
    "folder_created": Told("labels", "created the folder {thing}"),
    "folder_changed": Told("labels", "changed the folder {thing}"),
    "folder_archived": Told("labels", "archived the folder {thing}"),
    "folder_restored": Told("labels", "restored the folder {thing}"),
    "folders_chosen": Told("labels", "put {thing} into other folders"),
    "list_filled": Told("lists", "put contacts into the list {thing}"),
    "erasure_lifted": Told("contacts", "took back the erasure of a phone, which texted START"),
    "list_created": Told("lists", "made the list {thing}"),
    "list_renamed": Told("lists", "renamed the list {thing}"),
    "list_archived": Told("lists", "archived the list {thing}"),
    "list_restored": Told("lists", "restored the list {thing}"),
    "import_started": Told("lists", "began to import {thing}", "An import of {thing} began on the server"),
    "contacts_imported": Told("lists", "imported {thing}", "The import of {thing} is done"),
    "opt_outs_imported": Told("stops", "imported opt-outs", "The import of opt-outs is done"),
    "users_imported": Told("people", "imported people from {thing}", "The import of people is done"),
    "contact_changed": Told("contacts", "changed the contact {thing}"),
    "contact_labelled": Told("contacts", "changed tags or fields of the contact {thing}"),
    "contact_erased": Told("contacts", "erased a contact"),
    "contact_opted_out": Told("stops", "opted out {thing}", "{thing} opted out"),
    "opt_out_lifted": Told("stops", "lifted the opt-out of {thing}", "{thing} opted in again by START"),
    "opt_outs_exported": Told("stops", "exported the opt-outs"),
    "conversations_reassigned": Told("conversations", "moved conversations from one volunteer to another"),
    "conversations_returned": Told("conversations", "gave conversations back to the pool"),
    "conversation_reassigned": Told("conversations", "moved the conversation with {thing}"),
    "conversation_reopened": Told("conversations", "re-opened the conversation with {thing}"),
    "conversation_escalated": Told("conversations", "escalated the conversation with {thing}"),
    "escalation_resolved": Told("conversations", "resolved the escalation of the conversation with {thing}"),
    "replies_taken": Told("conversations", "took replies to answer in the action {thing}"),
    "texts_asked_for": Told("conversations", "asked for texts"),
    "texts_refused": Told("conversations", "turned down a volunteer's wish for texts"),
    "texts_given": Told("conversations", "gave texts to a volunteer", "A volunteer was given texts"),
    "stray_reply_dismissed": Told("conversations", "saw to a reply without a conversation"),
    "summary_created": Told("running", "planned a daily summary"),
    "summary_paused": Told("running", "paused a daily summary"),
    "summary_resumed": Told("running", "resumed a daily summary"),
    "summary_archived": Told("running", "deleted a daily summary"),
    "incident_resolved": Told("running", "saw to an alert", "An alert ended by itself"),
    "sending_paused_for_the_day": Told("running", "", "Today's limit of the carriers was used up"),
    "app_installed": Told("running", "installed the app in Slack", "The app was installed in Slack"),
    "app_uninstalled": Told("running", "", "The app was removed from Slack"),
    "app_revoked": Told("running", "", "Slack revoked the app's token"),
    "batch_claimed": Told("texting", "took a batch in the action {thing}"),
    "initial_sent": Told("texting", "sent the first text to {thing}"),
    "reply_sent": Told("texting", "answered {thing}"),
    "report_filed": Told("texting", "filed a report"),
    "conversation_archived": Told("texting", "archived the conversation with {thing}"),
    "text_not_confirmed": Told("texting", "", "Nobody knows whether a text to {thing} went out"),
}


def told(name: str) -> Told:
    """Return how an event is told; one that is not known, by its name."""
    return EVENTS.get(name) or Told(
        "texting" if name in TEXTING else "", f"{name.replace('_', ' ')}: {{thing}}"
    )


def names_of(kind: str) -> tuple[str, ...]:
    """Return the names of all events of a kind."""
    return tuple(name for name, each in EVENTS.items() if each.kind == kind)
