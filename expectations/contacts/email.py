"""E-mail addresses, judged by their form: no DNS, no mailbox is asked.

Reserved names (`example.com`, `.test`, `.local`) are well formed, so they are valid here; whether
mail arrives there is another question. Display names, quotes and bracketed addresses are not what
a contact field holds and count as malformed.
"""

import email_validator
from disposable_email_domains import blocklist
from email_validator import EmailNotValidError, validate_email

from expectations.contacts.roles import ROLES
from expectations.contacts.verdict import Verdict, invalid

# email-validator refuses these unless told otherwise, and emptying this list is how its
# documentation tells it
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()


def judge(raw: str | None) -> Verdict:
    """The verdict on an address as somebody typed it.

    The normalised form is trimmed, lower case, NFC, with its dots and tags kept. `is_role` is
    about the local part before any `+tag`; `is_disposable` about the domain and those above it.
    Both are false for a malformed address.
    """
    text = "" if raw is None else raw.strip()
    if not text:
        return invalid("missing")
    try:
        address = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return invalid("syntax")
    local = address.local_part.lower()
    return Verdict(
        is_valid=True,
        normalized=f"{local}@{address.domain.lower()}",
        is_role=local.partition("+")[0] in ROLES,
        is_disposable=_is_disposable(address.ascii_domain.lower()),
    )


def _is_disposable(domain: str) -> bool:
    labels = domain.split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))
