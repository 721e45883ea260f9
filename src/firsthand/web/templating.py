"""The Jinja2 environment of every page: escaping, words in the reader's language, times in the reader's zone."""

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from firsthand.domain.calendars import parse_budget
from firsthand.domain.conversation.files import MOST_BYTES, MOST_FILES
from firsthand.domain.directions import isolated
from firsthand.domain.kept_sentences import words_of
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.sentences import Sentence, SentenceValue, Teller
from firsthand.models.conversation import Attachment
from firsthand.services.book.deciding import reason_of
from firsthand.services.channels.queries import EndpointChoice
from firsthand.services.channels.registry import channels
from firsthand.services.consequences.queries import sees_consequences
from firsthand.services.feature_requests.queries import sees_requests
from firsthand.services.help.asking import sees_help
from firsthand.services.language import telling
from firsthand.services.language.telling import TEXT, gettext
from firsthand.services.questions.asking import sees_channels
from firsthand.services.tickets.inbox import InboxCounts, counts
from firsthand.web import formats
from firsthand.web.acts import act_called, bounds, shortcut
from firsthand.web.commands import commands_anywhere
from firsthand.web.keys import keys_by_place
from firsthand.web.request import desk_of, viewer_of
from firsthand.web.sentences import teller_to
from firsthand.web.toasts import heard

STATIC = Path(__file__).resolve().parent / "static"
THEMES = ("light", "dark")
_PICTURE = re.compile(r'\sdata-cid="([^"]*)"')
_log = logging.getLogger("firsthand.web")


def environment(**options: Any) -> Environment:
    """The environment that settings name; undefined names fail loudly."""
    options.update(
        undefined=StrictUndefined, autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], finalize=printed
    )
    env = Environment(**options)  # noqa: S701 - autoescape is set above
    env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.globals.update(
        _=gettext,
        ngettext=ngettext,
        csrf=csrf,
        url=url,
        static=static,
        heard=heard,
        theme=theme,
        counts_of=counts_of,
        **{one.__name__: _to_the_reader(one) for one in (sees_requests, sees_help, sees_channels, sees_consequences)},
        language=get_language,
        every=formats.every,
        most_files=MOST_FILES,
        most_bytes=MOST_BYTES,
    )
    env.globals.update(
        act_called=act_called,
        bounds=bounds,
        shortcut=shortcut,
        commands_anywhere=commands_anywhere,
        keys_by_place=keys_by_place,
    )
    env.tests.update(by_hand=lambda name: name in channels() and channels()[name].by_hand)
    env.filters.update(
        called=called,
        words=telling.words,
        state_means=formats.state_means,
        sentence=formats.sentence,
        said=said,
        reason=reason,
        kept=kept,
        told=told,
        zone_words=formats.zone_words,
        instant=instant,
        ago=instant,
        full=full,
        day=formats.day,
        month=formats.month,
        due=due,
        due_in_list=due_in_list,
        distance=distance,
        urgency=urgency,
        span=formats.span,
        role_short=role_short,
        budget=budget,
        exact=exact,
        size=formats.size,
        paragraphs=paragraphs,
        ours=ours,
        endpoint_option=endpoint_option,
        channel=lambda name: gettext(channels()[name].said) if name in channels() else name,
    )
    return env


def _to_the_reader(sees: Callable[..., bool]) -> Callable[[HttpRequest], bool]:
    """Whether whoever asks for a page sees something, by the book of now."""
    return lambda request: sees(viewer_of(request), desk=desk_of(request))


def endpoint_option(one: EndpointChoice) -> tuple[int, str]:
    """One of the desk's addresses as a form offers it."""
    return one.id, one.name if one.by_hand else f"{one.name} <{one.address}>"


def url(name: str, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, kwargs=kwargs or None)


def static(path: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return f"/static/{path}?v={_digest(path)}"


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]


def theme(request: HttpRequest) -> str:
    """The theme the reader chose: light, dark, or empty for the system's."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""


def counts_of(request: HttpRequest) -> InboxCounts | None:
    """The numbers of the side navigation, read once a page; None for somebody who is not signed in."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return None
    if request.counts is None:  # type: ignore[attr-defined]
        request.counts = counts(viewer=viewer, now=request.now)  # type: ignore[attr-defined]
    return request.counts  # type: ignore[attr-defined, no-any-return]


def csrf(request: HttpRequest) -> Markup:
    """The hidden field that every form carries; one token a page, because masking one takes time."""
    if not hasattr(request, "_csrf_field"):
        request._csrf_field = Markup(csrf_input(request))  # type: ignore[attr-defined]  # noqa: S704 - Django's own
    return request._csrf_field  # type: ignore[attr-defined, no-any-return]


def reader_zone(context: Context) -> str:
    """The zone of the person who reads the page."""
    viewer = getattr(context.get("request"), "viewer", None)
    return viewer.zone if viewer is not None else "UTC"


def reader_now(context: Context) -> datetime:
    """The instant of this request."""
    now = context.get("now") or getattr(context.get("request"), "now", None)
    return now if isinstance(now, datetime) else datetime.now(UTC)


def organisation_of(context: Context) -> Organisation | None:
    """The company of whoever reads the page; None for somebody who is not signed in."""
    viewer = getattr(context.get("request"), "viewer", None)
    return viewer.organisation if viewer is not None else None


@pass_context
def called(context: Context, name: str, family: str) -> str:
    """A declared name of a family as people of the book call it."""
    organisation = organisation_of(context)
    return organisation.called(name, NameFamily(family)) if organisation is not None else telling.words(name)


@pass_context
def said(context: Context, sentence: Sentence) -> str:
    """A sentence with the names that the book has people say."""
    return _teller(context).sentence(sentence)


@pass_context
def told(context: Context, value: SentenceValue) -> str:
    """A value of a sentence, or a sentence as it stands inside of another."""
    return _teller(context).value(value)


@pass_context
def reason(context: Context, kept: Mapping[str, Any]) -> str:
    """A reason that a decision kept, or that no clock runs."""
    return _teller(context).sentence(reason_of(kept))


@pass_context
def budget(context: Context, text: str) -> str:
    """A budget that a row keeps: "8 business hours"."""
    return _teller(context).value(parse_budget(text).sentence)


@pass_context
def kept(context: Context, plain: Any) -> str:  # noqa: ANN401, RUF100 - JSON
    """What a row keeps as JSON: somebody's words, or a sentence of the desk's."""
    return _teller(context).value(words_of(plain))


@pass_context
def printed(context: Context, value: object) -> object:
    """What a template prints: a sentence in the reader's words, a text so that it turns the direction of nothing beside
    it, all else as it is."""
    said = _teller(context).sentence(value) if isinstance(value, Sentence) else value
    return isolated(said) if type(said) is str else said


def _teller(context: Context) -> Teller:
    organisation = organisation_of(context)
    if organisation is None:
        return TEXT
    return teller_to(organisation, zone=reader_zone(context), now=reader_now(context))


@pass_context
def role_short(context: Context, role: str) -> str:
    """A role in the few letters that a list has room for."""
    organisation = organisation_of(context)
    return organisation.short(role) if organisation is not None else telling.words(role)


def time_tag(at: datetime, text: str, *, zone: str, other: str = "") -> Markup:
    """An instant in these words, in full and in another zone as well in its title."""
    title = f"{formats.full(at, zone)} {formats.zone_words(zone)}"
    if other and other != zone:
        title += f" · {formats.full(at, other)} {formats.zone_words(other)}"
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Markup(f'<time datetime="{stamp}" title="{escape(title)}">{escape(text)}</time>')  # noqa: S704 - escaped


@pass_context
def instant(context: Context, at: datetime, other: str = "") -> Markup:
    """An instant as short as it is clear, its full form and the policy's zone (`other`) in its title."""
    zone = reader_zone(context)
    return time_tag(at, formats.short(at, now=reader_now(context), zone=zone), zone=zone, other=other)


@pass_context
def full(context: Context, at: datetime, zone: str = "") -> Markup:
    """An instant in full, on the reader's wall clock or on that of `zone`."""
    shown = zone or reader_zone(context)
    return time_tag(at, formats.full(at, shown), zone=shown, other=reader_zone(context))


@pass_context
def due(context: Context, at: datetime, other: str = "") -> Markup:
    """When something is due: "by 17:00", "tomorrow 09:20"."""
    zone = reader_zone(context)
    return time_tag(at, formats.due_by(at, now=reader_now(context), zone=zone), zone=zone, other=other)


@pass_context
def due_in_list(context: Context, at: datetime) -> Markup:
    """`due` for a row: empty for an earlier day, whose distance ("5 days late") says enough."""
    zone, now = reader_zone(context), reader_now(context)
    late_by_days = at < now and not formats.same_day(at, now=now, zone=zone)
    return time_tag(at, "" if late_by_days else formats.due_by(at, now=now, zone=zone), zone=zone)


@pass_context
def distance(context: Context, at: datetime) -> str:
    """How far a due instant is: "in 40 min", "25 min late"."""
    return formats.distance(at, now=reader_now(context))


@pass_context
def urgency(context: Context, at: datetime | None) -> str:
    """calm, soon or late."""
    return formats.urgency(at, now=reader_now(context))


def exact(value: int | Decimal | timedelta) -> str:
    """A duration to the second."""
    return formats.exact(value)


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs, with its line breaks and with web addresses as links."""
    blocks = [block for block in text.replace("\r\n", "\n").strip().split("\n\n") if block.strip()]
    return Markup("\n").join(Markup(f"<p>{_linked(block)}</p>") for block in blocks)  # noqa: S704 - escaped


def ours(laid_out: str, files: Iterable[Attachment]) -> Markup:
    """A message of ours as it was laid out, with its pictures from the desk's own store."""
    own = {file.content_id: file.pk for file in files if file.content_id}

    def source(match: re.Match[str]) -> str:
        number = own.get(unescape(match[1]))
        return f' src="{reverse("picture", kwargs={"attachment_id": number})}" loading="lazy"' if number else ""

    return Markup(_PICTURE.sub(source, laid_out))  # noqa: S704 - sanitised when it was written


def _linked(text: str) -> Markup:
    """Every word that starts with http:// or https:// becomes a link; everything is escaped first."""
    lines = []
    for line in text.split("\n"):
        parts = [_link(word) if word.startswith(("https://", "http://")) else escape(word) for word in line.split(" ")]
        lines.append(Markup(" ").join(parts))
    return Markup("<br>").join(lines)


def _link(word: str) -> Markup:
    bare = word.rstrip(".,;:!?)]>\"'")
    rest = word[len(bare) :]
    return Markup('<a href="{0}" rel="noreferrer noopener" target="_blank">{0}</a>{1}').format(bare, rest)
