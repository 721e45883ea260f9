"""The language of a page: what its reader chose, else what their browser asks for, else the desk's."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from firsthand.models.people import Person
from firsthand.services.language.languages import desk_language, languages


def language_for(request: HttpRequest, person: Person | None) -> str:
    """The language in which a request is answered. `person` is who is signed in, if anybody. Whether the desk works is
    said without asking its database."""
    if person is not None and person.language in languages():
        return person.language
    asked = asked_for(request.headers.get("Accept-Language", ""))
    if asked or request.path_info.startswith(("/healthz", "/static/")):
        return asked or settings.LANGUAGE_CODE
    return desk_language()


def asked_for(header: str) -> str:
    """The first language of an Accept-Language header that there is, `de` for `de-AT`; empty where there is none."""
    known = {code.lower(): code for code in languages()}
    for wanted, _weight in parse_accept_lang_header(header.lower()):
        for code in (wanted, wanted.partition("-")[0]):
            if code in known:
                return known[code]
    return ""
