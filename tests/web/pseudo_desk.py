"""A desk that speaks the pseudo-language, and what is everybody's own on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.services.language import pseudo
from tests.web.pseudo_pages import Known


@contextmanager
def speaking_pseudo() -> Iterator[None]:
    """The desk speaks the pseudo-language to everybody who asks for none."""
    languages = [("en", "English"), (pseudo.CODE, pseudo.NAME)]
    with override_settings(LANGUAGES=languages, LANGUAGE_CODE=pseudo.CODE):
        pseudo.teach()
        yield
        pseudo.forget()


def known_on(company: Organisation) -> Known:
    """The words of the rows, of the book, and the language's own name."""
    kinds = [words for kind in company.kinds.values() for words in (kind.called, kind.one, kind.many, kind.means)]
    roles = [company.called(role, NameFamily.role) for role in company.roles]
    groups = [stage.group for stage in company.stages.values()]
    return Known(*kinds, *groups, *map(company.short, company.roles), *roles, "English")
