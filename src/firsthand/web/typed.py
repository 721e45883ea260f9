"""What somebody typed into a form that came to nothing: given back on the page that says so, also without JavaScript.

It needs neither database nor templates, because one of them may be what failed.
"""

from django.http import HttpRequest
from markupsafe import Markup

from firsthand.services.language.telling import gettext as _

_CSRF = "csrfmiddlewaretoken"
_MOST = 40
_AREA = Markup("<p><textarea name={0} rows={2} cols=38 aria-label={3}>\n{1}</textarea></p>")
_HIDDEN = Markup("<input type=hidden name={0} value={1}>")


def is_secret(name: str) -> bool:
    """Whether a field of a form holds what lets somebody in; such a field is never shown again."""
    return name in ("password", "current", "code") or name.startswith("secret_")


def typed_again(request: HttpRequest) -> Markup:
    """The form that was sent, with the texts that were typed and a button that sends it again; empty where there was
    none. Passwords and files have to be given again, and the form says so."""
    sent = [(name, text) for name, texts in request.POST.lists() for text in texts] if request.method == "POST" else []
    words = [(name, text) for name, text in sent if _is_typed(name, text)][:_MOST]
    if not words:
        return Markup("")
    rest = [(name, text) for name, text in sent if not _is_typed(name, text) and not is_secret(name)]
    left_out = bool(request.FILES) or any(is_secret(name) for name, _text in sent)
    parts = [
        Markup("<h2>{}</h2>").format(_("What you typed")),
        *(_AREA.format(_quoted(name), text, _rows(text), _quoted(name)) for name, text in words),
        *(_HIDDEN.format(_quoted(name), _quoted(text)) for name, text in rest),
        Markup("<p>{}</p>").format(_("Files and passwords have to be given again.")) if left_out else Markup(""),
        Markup("<p><button>{}</button></p>").format(_("Send it again")),
    ]
    return Markup("<form method=post action={}>{}</form>").format(
        _quoted(request.get_full_path()), Markup().join(parts)
    )


def _is_typed(name: str, text: str) -> bool:
    """Whether it is words, and not what a page put into its form: a number, a name, a date."""
    return name != _CSRF and not is_secret(name) and (len(text.split()) > 1 or len(text) > 20)


def _rows(text: str) -> int:
    return min(20, 2 + text.count("\n") + len(text) // 38)


def _quoted(text: str) -> Markup:
    return Markup('"{}"').format(text)
