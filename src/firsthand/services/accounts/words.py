"""Checks on what a person types about an account: its name and its mail domains."""

import re

from firsthand.domain.errors import Invalid
from firsthand.domain.mail.addresses import normal_host
from firsthand.domain.sentences import Name, say

LONGEST = 200
LONGEST_SHORT = 64
LONGEST_DOMAIN = 253
PUBLIC_PROVIDERS = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com msn.com yahoo.com yahoo.co.uk
    yahoo.co.jp yahoo.co.in yahoo.fr yahoo.de ymail.com rocketmail.com aol.com icloud.com me.com mac.com
    gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de mail.de posteo.de mailbox.org
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io fastmail.com fastmail.fm hey.com zoho.com
    zohomail.com yandex.ru yandex.com ya.ru mail.ru inbox.ru list.ru bk.ru rambler.ru ukr.net
    qq.com foxmail.com 163.com 126.com sina.com sohu.com naver.com daum.net hanmail.net
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tin.it alice.it telenet.be
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
    btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net bigpond.com optusnet.com.au
    uol.com.br bol.com.br terra.com.br rediffmail.com seznam.cz wp.pl o2.pl onet.pl interia.pl
    mail.com email.com inbox.com hushmail.com mailinator.com
    """.split()  # noqa: SIM905 - a list literal would be a line each
)
_PLAN = re.compile(rf"[\w .:/+-]{{0,{LONGEST_SHORT}}}")


def check_domain(text: str) -> str:
    """A mail domain in lower case. Raises Invalid on `domain`: for no domain, and for a public mail provider."""
    domain = normal_host(text.strip().removeprefix("@"))
    if domain is None or "." not in domain:
        raise _no_domain(text)
    if domain in PUBLIC_PROVIDERS:
        raise Invalid(
            "public_provider",
            say(
                "Anybody can have an address at {domain}, so it cannot stand for one customer. Add the customer's "
                "people as contacts instead.",
                domain=domain,
            ),
            field="domain",
        )
    return domain


def _no_domain(text: str) -> Invalid:
    return Invalid(
        "domain_wrong",
        say("{text} is not a mail domain; expected one like acme.example.", text=repr(text)),
        field="domain",
    )


def check_account_name(text: str) -> str:
    """The account's name in one line. Raises Invalid on `name`."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Invalid(
            "name_wrong",
            say("An account needs a name of at most {longest} printable characters.", longest=LONGEST),
            field="name",
        )
    return name


def check_short(text: str, *, field: str) -> str:
    """A plan's or contract's name. Raises Invalid on `field`."""
    short = text.strip()
    if not _PLAN.fullmatch(short):
        raise Invalid(
            f"{field}_wrong",
            say("The {field} is at most 64 letters, digits, spaces and . : / + - _", field=Name(field)),
            field=field,
        )
    return short
