"""Every length and count that Slack sets, by name, in one place.

Sources: docs.slack.dev (Block Kit reference), slack_sdk's models, slackblocks' limit table. A text's limit is
in characters, a list's in items.
"""

LIMITS = {
    # A message
    "message.blocks": 50,
    "message.text": 40_000,  # chat.postMessage cuts there; we refuse
    "message.text_on_update": 4_000,
    "message.all_blocks": 13_200,  # undocumented; seen as msg_blocks_too_long
    "message.tables": 1,
    # A view
    "modal.blocks": 100,
    "home.blocks": 100,
    "view.json": 250_000,
    "view.private_metadata": 3_000,
    "view.callback_id": 255,
    "view.external_id": 255,
    "modal.title": 24,
    "modal.submit": 24,
    "modal.close": 24,
    "modal.stack": 3,
    # Blocks
    "block_id": 255,
    "section.text": 3_000,
    "section.fields": 10,
    "section.field": 2_000,
    "header.text": 150,
    "context.elements": 10,
    "context.text": 3_000,
    "actions.elements": 25,
    "input.label": 2_000,
    "input.hint": 2_000,
    "image.alt_text": 2_000,
    "image.url": 3_000,
    "image.title": 2_000,
    "markdown.text": 12_000,
    "table.rows": 100,
    "table.cells": 20,
    "table.characters": 10_000,
    # Elements
    "action_id": 255,
    "button.text": 75,
    "button.value": 2_000,
    "button.url": 3_000,
    "button.accessibility_label": 75,
    "option.text": 75,
    "option.value": 150,
    "option.description": 75,
    "select.options": 100,
    "select.groups": 100,
    "group.label": 75,
    "overflow.options": 5,
    "checkboxes.options": 10,
    "radio_buttons.options": 10,
    "placeholder": 150,
    "plain_text_input.max_length": 3_000,
    "plain_text_input.initial_value": 3_000,
    "file_input.max_files": 10,
    "file_input.bytes": 10_000_000,
    "confirm.title": 100,
    "confirm.text": 300,
    "confirm.button": 30,
    # The answer to an options load
    "suggestions.options": 100,
}
