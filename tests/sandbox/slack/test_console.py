"""The console's pages without a browser: words, times and safety of what is shown."""

import pytest
import requests
from slack_sdk import WebClient

from sandbox.slack import SlackWorkspace
from sandbox.slack.console.mrkdwn import mrkdwn
from tests.sandbox.slack.kit import ListeningApp, input_block, modal, section


def page(slack: SlackWorkspace, **query: str) -> str:
    """The console as somebody sees it."""
    response = requests.get(slack.url, params=query, timeout=5)
    response.raise_for_status()
    return response.text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <s>no</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("`*code*` &lt;b&gt;", "<code>*code*</code> &lt;b&gt;"),
        ("```a\n*b*```", "<pre>a\n*b*</pre>"),
        ("<script>alert(1)</script>", '<a href="#" target="_blank" rel="noreferrer">script</a>alert(1)'),
        ('"quoted" & <', "&#34;quoted&#34; &amp; &lt;"),
        (
            "*<https://x.example/?a=1&amp;b|the plan>*",
            (
                '<strong><a href="https://x.example/?a=1&amp;b" target="_blank" rel="noreferrer">the plan</a>'
                "</strong>"
            ),
        ),
        ("<javascript:alert(1)|x>", '<a href="#" target="_blank" rel="noreferrer">x</a>'),
        ("<@U0ABE>", '<span class="mention">@Abe</span>'),
        ("<#C0FIELD>", '<span class="mention">#field</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        (
            "<!date^1700000000^{date_short} at {time}|x>",
            "<time>Nov 14, 2023 at 5:13 PM</time>",
        ),
        ("&gt; said\nanswered", "<blockquote>said</blockquote>answered"),
        (":tada: :unknown:", "🎉 :unknown:"),
    ],
)
def test_mrkdwn_is_shown_as_slack_does_and_safely(slack: SlackWorkspace, written: str, shown: str) -> None:
    html = mrkdwn(written, slack.state, slack.state.user("Maya"))

    assert str(html).replace('<a href="#" target="_blank" rel="noreferrer">/script</a>', "") == shown


def test_whatever_an_app_writes_is_escaped(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    blocks = [
        section(evil, block_id=evil),
        {"type": "header", "text": {"type": "plain_text", "text": evil}},
        {"type": "table", "rows": [[{"type": "raw_text", "text": evil}]]},
    ]
    client.chat_postMessage(channel="#general", text=evil, blocks=blocks)
    client.files_upload_v2(channel="C0GENERAL", filename=evil, content="x")
    slack.person("Maya").command("/textbank")
    client.views_open(
        trigger_id=app.form["trigger_id"],
        view=modal(input_block({"type": "plain_text_input", "initial_value": evil}, block_id=evil)),
    )

    assert "<img" not in page(slack)


def test_an_ephemeral_is_shown_to_its_reader_alone(slack: SlackWorkspace, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C0GENERAL", user="U0MAYA", text="A secret")

    assert "A secret" in page(slack, **{"as": "U0MAYA"})
    assert "Only visible to you" in page(slack, **{"as": "U0MAYA"})
    assert "A secret" not in page(slack, **{"as": "U0ABE"})


def test_a_person_sees_only_their_channels(slack: SlackWorkspace) -> None:
    assert "#textbank" in page(slack, **{"as": "U0MAYA", "in": "C0TEXTBANK"})
    assert "#textbank" not in page(slack, **{"as": "U0NAT", "in": "C0TEXTBANK"})
    assert requests.get(slack.url, params={"as": "U9"}, timeout=5).status_code == 404


def test_replies_stand_below_their_message(slack: SlackWorkspace, client: WebClient) -> None:
    first = client.chat_postMessage(channel="C0GENERAL", text="First")["ts"]
    client.chat_postMessage(channel="C0GENERAL", text="Second")
    client.chat_postMessage(channel="C0GENERAL", text="Reply", thread_ts=first)
    html = page(slack)

    assert html.index("First") < html.index("Reply") < html.index("Second")


def test_parts_come_when_something_changed(slack: SlackWorkspace, client: WebClient) -> None:
    since = slack.state.version
    client.chat_postMessage(channel="C0GENERAL", text="News")
    answer = requests.get(
        f"{slack.url}/_console/parts", params={"since": str(since), "in": "C0GENERAL"}, timeout=5
    ).json()

    assert answer["version"] > since
    assert "News" in answer["parts"]["main"]


def test_a_permalink_leads_to_the_message(slack: SlackWorkspace, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0GENERAL", text="Here")["ts"]
    link = client.chat_getPermalink(channel="C0GENERAL", message_ts=ts)["permalink"]

    assert "Here" in requests.get(link, timeout=5).text
