"""Slack's mrkdwn as safe HTML: emphasis, code, quotes, links, mentions, dates, emoji."""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from sandbox.slack.cast import User
from sandbox.slack.console.dates import date_words
from sandbox.slack.console.emoji import EMOJI
from sandbox.slack.errors import SlackError
from sandbox.slack.state import State

_TOKEN = re.compile(r"```(?P<pre>.+?)```|`(?P<code>[^`\n]+)`|<(?P<angle>[^<>\n]+)>", re.DOTALL)
_KEPT = re.compile("\x00(\\d+)\x00")
_EMOJI = re.compile(r":([a-z0-9_+-]+):")
_EMPHASIS = [
    (re.compile(rf"(?<![\w{mark}]){mark}(?=\S)(.+?)(?<=\S){mark}(?![\w{mark}])"), tag)
    for mark, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
]


def mrkdwn(text: str, state: State, reader: User) -> Markup:
    """Format mrkdwn for a reader, in whose zone dates are shown."""
    kept: list[Markup] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_token(found, state, reader))
        return f"\x00{len(kept) - 1}\x00"

    marked = _TOKEN.sub(keep, text.replace("\x00", ""))
    html = _lines(_emphasis(str(escape(_unescaped(marked)))))
    return Markup(_KEPT.sub(lambda found: kept[int(found[1])], html))  # noqa: S704 - escaped above


def emoji(text: str) -> Markup:
    """Plain text with emoji shortcodes resolved."""
    return Markup(_with_emoji(str(escape(text))))  # noqa: S704 - escaped right here


def escaped(text: str) -> str:
    """What a person typed, with Slack's three escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _token(found: re.Match[str], state: State, reader: User) -> Markup:
    if words := found["pre"]:
        return Markup("<pre>{}</pre>").format(_unescaped(words.strip("\n")))
    if words := found["code"]:
        return Markup("<code>{}</code>").format(_unescaped(words))
    target, _, label = found["angle"].partition("|")
    how = _ANGLES.get(target[0], _link)
    return how(target, _unescaped(label), state, reader)


def _person(target: str, label: str, state: State, _: User) -> Markup:
    user = state.users.get(target[1:])
    return _mention("@" + (user.first_name if user else label or target[1:]))


def _channel(target: str, label: str, state: State, _: User) -> Markup:
    try:
        return _mention("#" + state.channel(target[1:]).name)
    except SlackError:
        return _mention("#" + (label or target[1:]))


def _special(target: str, label: str, _: State, reader: User) -> Markup:
    kind, *parts = target[1:].split("^")
    if kind == "date" and len(parts) > 1:
        return Markup("<time>{}</time>").format(date_words(int(parts[0]), parts[1], reader.tz))
    return _mention(label or f"@{kind}")


def _link(target: str, label: str, _: State, __: User) -> Markup:
    safe = target if target.startswith(("http://", "https://", "mailto:")) else "#"
    return Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>').format(
        _unescaped(safe), label or _unescaped(target)
    )


def _mention(words: str) -> Markup:
    return Markup('<span class="mention">{}</span>').format(words)


def _emphasis(html: str) -> str:
    for pattern, tag in _EMPHASIS:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return _with_emoji(html)


def _lines(html: str) -> str:
    shown = []
    for line in html.split("\n"):
        quote = line.removeprefix("&gt;")
        shown.append(line if quote == line else f"<blockquote>{quote.strip()}</blockquote>")
    return "<br>".join(shown).replace("</blockquote><br>", "</blockquote>")


def _with_emoji(html: str) -> str:
    return _EMOJI.sub(lambda found: EMOJI.get(found[1], found[0]), html)


def _unescaped(text: str) -> str:
    """Slack's three escapes undone; HTML's own are put back when the text is shown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_ANGLES: dict[str, Callable[[str, str, State, User], Markup]] = {"@": _person, "#": _channel, "!": _special}
