"""Founds the demo company: its desk, book, mailbox, people and accounts, through the services that the pages use."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from firsthand.cli.demo.company import Customer, DemoCompany
from firsthand.domain.organisation import Act
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.accounts import actions as accounts
from firsthand.services.amending.actions import import_folder
from firsthand.services.channels.actions import EndpointWanted, add_endpoint, set_setting
from firsthand.services.channels.registry import first_channel
from firsthand.services.desk.actions import FirstOwner, set_up
from firsthand.services.desk.queries import is_set_up
from firsthand.services.people.actions import RoleWanted, set_roles
from firsthand.services.people.actions.members import add_person

_POST_OFFICE = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Founded:
    """The demo's people by their key."""

    people: dict[str, Person]


def is_empty() -> bool:
    """Whether the desk is nobody's yet."""
    return not is_set_up()


@transaction.atomic
def found_company(company: DemoCompany, *, at: datetime, password: str, book: Path, smtp_port: int) -> Founded:
    """Found all of it, whole or not at all."""
    owner = company.owner
    mira = set_up(
        name=company.desk,
        base_url="",
        zone=company.zone,
        owner=FirstOwner(email=owner.email, name=owner.name, password=password),
        at=at,
    )
    import_folder(folder=book, at=at, by=mira)
    people = {owner.key: mira}
    for one in company.team:
        if one.key != owner.key:
            people[one.key] = add_person(
                email=one.email,
                name=one.name,
                password=password,
                zone=one.zone,
                is_owner=one.is_owner,
                roles=[RoleWanted(role=role) for role in one.roles],
                by="invitation",
                invited_by=mira.pk,
                at=at,
            )
    set_roles(
        viewer=viewer_of(mira, at=at),
        person_id=mira.pk,
        roles=[RoleWanted(role=role) for role in owner.roles],
        at=at,
    )
    add_endpoint(
        viewer=viewer_of(mira, at=at),
        wanted=EndpointWanted(
            channel=first_channel().name,
            address=company.mailbox,
            name=company.desk,
            values={"smtp_host": _POST_OFFICE, "smtp_port": smtp_port, "smtp_security": "plain"},
        ),
        at=at,
    )
    add_endpoint(viewer=viewer_of(mira, at=at), wanted=EndpointWanted(channel="console", address="Phone"), at=at)
    viewers = {key: viewer_of(person, at=at) for key, person in people.items()}
    for customer in company.customers:
        _found_account(customer, company, people=people, viewers=viewers, at=at)
    return Founded(people=people)


def use_post_office(address: str, *, port: int, at: datetime) -> None:
    """The demo's mail server listens elsewhere after each start."""
    set_setting(address=address, name="smtp_port", value=port, where={"smtp_host": _POST_OFFICE}, at=at)


def _found_account(
    customer: Customer, company: DemoCompany, *, people: dict[str, Person], viewers: dict[str, Viewer], at: datetime
) -> None:
    seller, engineer = viewers[customer.seller], viewers[customer.accountable]
    names = next(one for one in viewers.values() if one.may(Act.set_accountable))
    account = accounts.create_account(viewer=engineer, name=customer.name, at=at)
    accounts.set_commercial(
        viewer=seller,
        account_id=account.pk,
        stage=customer.stage,
        plan=customer.plan,
        contract=customer.contract,
        at=at,
    )
    accounts.set_seller(viewer=seller, account_id=account.pk, person_id=people[customer.seller].pk, at=at)
    accounts.set_accountable(viewer=names, account_id=account.pk, person_id=people[customer.accountable].pk, at=at)
    accounts.add_domain(viewer=engineer, account_id=account.pk, domain=customer.domain, at=at)
    for name, email in customer.contacts:
        accounts.add_contact(viewer=engineer, account_id=account.pk, email=email, name=name, at=at)
    if customer.strategic_reason:
        accounts.set_strategic(
            viewer=viewers[company.flags],
            account_id=account.pk,
            strategic=True,
            reason=customer.strategic_reason,
            at=at,
        )
