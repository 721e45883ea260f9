"""Makes the demo's desk: the company, and the weeks of work that its inbox shows, through the same doors as real work.

Time is played forward: each letter goes through spool, parser and intake at its own instant, each act of a teammate
through its service, and the engine's rounds run in between, so that clocks warn, break and close as they would have.
"""

import logging
import os
import secrets
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from firsthand import books
from firsthand.channels.spool import spool
from firsthand.cli.demo.acting import DemoTeam
from firsthand.cli.demo.coaching import begin_a_trial, coach_until
from firsthand.cli.demo.company import DemoCompany, company_of
from firsthand.cli.demo.founding import Founded, found_company, is_empty, use_post_office
from firsthand.cli.demo.letters import DemoAct, Letter, compose, read_letters
from firsthand.cli.demo.moving import play_rounds
from firsthand.cli.demo.post_office import PostOffice
from firsthand.cli.demo.proposing import propose
from firsthand.cli.demo.working import say_hours
from firsthand.cli.output import CannotRun, print_line
from firsthand.cli.serving import serve
from firsthand.domain.calendars import WorkingTime
from firsthand.engine import clocks, considerations, handoffs, notices, states
from firsthand.engine.outbox import Outbox
from firsthand.engine.spooled import SpooledMessages
from firsthand.services.book.queries import edition
from firsthand.services.desk.environment import Environment

DONE = "demo-made"
_FOUNDED = timedelta(days=60)
LOGIN = "demo-login.txt"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something of the demo's past: a letter, or an act that followed one."""

    at: datetime
    order: int
    letter: Letter
    act: DemoAct | None


def demo(environment: Environment, *, book: str, listener: socket.socket | None) -> int:
    """Make the demo's data unless it is there, and serve it at `listener`, if one. The exit status."""
    company = company_of(book)
    office = PostOffice(folder=environment.data / "sent")
    office.start()
    try:
        password = _password(environment.data, company)
        if (environment.data / DONE).exists():
            print_line(f"The demo in {environment.data} is there already; nothing is imported again.")
            use_post_office(company.mailbox, port=office.port, at=datetime.now(UTC))
        else:
            make(environment, company, password=password, office=office)
        login = f"Sign in as {company.owner.email} with the password {password} (every demo person has the same one)"
        if listener is None:
            print_line(login)
            return 0
        return serve(environment, listener=listener, with_engine=True, ready=login)
    finally:
        office.stop()


def _password(data: Path, company: DemoCompany) -> str:
    path = data / LOGIN
    if not path.exists():
        password = f"lighthouse-{secrets.randbelow(10_000):04d}-{secrets.randbelow(10_000):04d}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{password}\n" + "".join(f"{one.email}  {one.name}\n" for one in company.team))
    return path.read_text(encoding="utf-8").splitlines()[0]


def make(environment: Environment, company: DemoCompany, *, password: str, office: PostOffice) -> None:
    """Make the company's desk and its weeks of work. Raises CannotRun where something is there already."""
    now = datetime.now(UTC)
    begun = environment.data / "demo-begun"
    if begun.exists():
        raise CannotRun(
            f"The demo in {environment.data} was interrupted while it was made. Remove that folder and run it again; "
            "nothing outside of it was touched."
        )
    if not is_empty():
        raise CannotRun(
            f"{environment.data} holds a desk that is not the demo. Choose another folder with FIRSTHAND_DATA; "
            "nothing was changed."
        )
    begun.touch()
    logging.getLogger("firsthand").setLevel(logging.WARNING)  # the progress lines say enough
    print_line(f"Making the demo company: {len(company.team)} people, {len(company.customers)} accounts ...")
    begins = now - _FOUNDED
    book = books.folder(company.book)
    founded = found_company(company, at=begins, password=password, book=book, smtp_port=office.port)
    _play(environment, company, founded, now=now)
    hours = edition(known_at=now).calendar(company.hours)
    begin_a_trial(founded.people, ago=lambda ago: business_hours_ago(hours, now=now, ago=ago))
    clocks.round(now)
    play_rounds(company.rounds, founded.people, ago=lambda hours_ago: business_hours_ago(hours, now=now, ago=hours_ago))
    propose(company, founded.people, at=now - timedelta(hours=5))
    say_hours(founded.people, since=begins, at=now - timedelta(hours=4))
    logging.getLogger("firsthand").setLevel(logging.NOTSET)
    begun.rename(environment.data / DONE)


def _play(environment: Environment, company: DemoCompany, founded: Founded, *, now: datetime) -> None:
    happenings = happenings_until(company, now, edition(known_at=now).calendar(company.hours))
    playing = _Playing(environment, company, founded, since=now - _FOUNDED)
    try:
        for number, happening in enumerate(happenings, start=1):
            playing.happen(happening)
            if number % 10 == 0 or number == len(happenings):
                print_line(f"  {number} of {len(happenings)} letters and acts")
        playing.pass_time(now)
    finally:
        playing.close()


def happenings_until(company: DemoCompany, now: datetime, hours: WorkingTime) -> list[Happening]:
    """The demo's letters and acts in order of time, all before `now`."""
    found = []
    order = 0
    for letter in read_letters(company.letters):
        for act in (None, *letter.then):
            order += 1
            ago = letter.ago - (act.after if act else 0)
            at = business_hours_ago(hours, now=now, ago=ago)
            found.append(Happening(at=at, order=order, letter=letter, act=act))
    return sorted(found, key=lambda one: (one.at, one.order))


def business_hours_ago(hours: WorkingTime, *, now: datetime, ago: float) -> datetime:
    """The last instant from which `ago` open hours have passed until `now`, to the second."""
    wanted = timedelta(hours=ago)
    low, high = now - _FOUNDED, now - timedelta(minutes=1)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if hours.elapsed(middle, now) >= wanted else (low, middle)
    return low.replace(microsecond=0)


class _Playing:
    """Lets the past happen on one desk."""

    def __init__(self, environment: Environment, company: DemoCompany, founded: Founded, *, since: datetime) -> None:
        self._people, self._since = founded.people, since
        self._mailbox = company.mailbox
        self._spool = environment.spool
        self._mail = SpooledMessages(data=environment.data)
        self._outbox = Outbox(data=environment.data, worker="demo")
        self._acting = DemoTeam(founded)

    def close(self) -> None:
        self._mail.close()

    def happen(self, happening: Happening) -> None:
        self.pass_time(happening.at)
        letter, act = happening.letter, happening.act
        if act is not None and act.do != "mail":
            self._acting.act(letter_id=letter.id, act=act, at=happening.at)
            return
        answered = self._acting.thread_of(letter.answers or (letter.id if act else ""))
        raw = compose(letter, to=self._mailbox, at=happening.at, answered=answered, act=act)
        spool(
            raw,
            folder=self._spool,
            to=answered.reply_to if answered else self._mailbox,
            via="import",
            envelope_from=letter.from_[1] if not letter.bounce else "",
            received_at=happening.at,
        )
        while self._mail.round(happening.at):
            pass
        if act is None:
            self._acting.remember(letter_id=letter.id, raw=raw)

    def pass_time(self, now: datetime) -> None:
        """What the engine would have done by now, and who coaches."""
        coach_until(self._people, now, since=self._since)
        self._since = now
        clocks.round(now)
        handoffs.round(now)
        considerations.round(now)
        states.round(now)
        notices.round(now)
        while self._outbox.round(now):
            pass
