"""Holds the people at customers while something is kept of them, so that no merge leaves it where it was."""

from collections.abc import Collection

from firsthand.models.accounts import Account, Contact

MOST_MERGES = 10
"""How often people are read again because they were merged meanwhile."""


def hold(rows: type[Account] | type[Contact], numbers: Collection[int]) -> int:
    """How many of these were merged into others; all are held until the transaction ends. Accounts are held before
    contacts, as a merge holds them, so that neither waits for the other for ever."""
    if not numbers:
        return 0
    held = rows._default_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=numbers).order_by("pk")
    return sum(into is not None for into in held.values_list("merged_into", flat=True))


def held(contact: Contact) -> Contact:
    """The contact, held with their account until the transaction ends; where either was merged meanwhile, whom they
    turned out to be, of the account that it went into."""
    for _ in range(MOST_MERGES):
        contact = Contact.objects.select_related("account").get(pk=contact.pk)
        account = contact.account
        merged = hold(Account, {account.pk} if account is not None else ())
        if not hold(Contact, {contact.pk}) and not merged:
            return contact
        if account is not None and merged:  # one that was made just now, of which the merge did not know
            into = Account.objects.get(pk=account.pk).merged_into_id
            Contact.objects.filter(pk=contact.pk, account=account).update(account=into)
        contact.refresh_from_db(fields=["merged_into"])
        contact = contact.merged_into or contact
    return contact
