"""Accounts and people, and how their names, addresses and numbers get typed into a form."""

import random
import unicodedata
from datetime import date

from sandbox.company.dice import choose, pick
from sandbox.company.records import Account, Person

FIRST_NAMES = {
    "DK": ("Anna", "Bo", "Freja", "Ib", "Jørgen", "Kåre", "Lærke", "Mads", "Rikke", "Signe"),
    "DE": ("Bernd", "Gisela", "Jörg", "Käthe", "Lena", "Moritz", "Petra", "Uwe"),
    "SE": ("Björn", "Elin", "Göran", "Maja", "Nils", "Ulrika"),
    "GB": ("Alice", "Colin", "Emma", "Graham", "Nora", "Ralph"),
}
LAST_NAMES = {
    "DK": ("Berg", "Holst", "Kjær", "Lund", "Mørk", "Nygård", "Skov", "Thygesen", "Vang"),
    "DE": ("Becker", "Groß", "Krüger", "Müller", "Pohl", "Schäfer", "Wolff"),
    "SE": ("Ek", "Hägg", "Lindström", "Nyberg", "Sjögren", "Åkesson"),
    "GB": ("Barrow", "Clegg", "Hobbs", "Marsh", "Pryce", "Tuttle"),
}
COUNTRIES = {"DK": 55.0, "DE": 25.0, "SE": 12.0, "GB": 8.0}
DIAL = {"DK": "45", "DE": "49", "SE": "46", "GB": "44"}
WORDS = (
    *("Aksel", "Birke", "Cirrus", "Drivhus", "Elm", "Fjord", "Granit", "Havn", "Isbjerg"),
    *("Juniper", "Klit", "Lygte", "Mosaik", "Nordlys", "Oker", "Pilot", "Quark", "Ravn"),
    *("Solsort", "Tinder", "Uldum", "Vibe", "Winther", "Ypsilon", "Zenit", "Ørsted", "Bølge"),
)
TRADES = (
    *("Logistik", "Byg", "Energi", "Foods", "Marine", "Medico", "Print", "Textil", "Robotics"),
    *("Windows", "Optik", "Tools"),
)
FORMS = {"DK": "ApS", "DE": "GmbH", "SE": "AB", "GB": "Ltd"}
INDUSTRIES = ("Construction", "Energy", "Food", "Healthcare", "Logistics", "Manufacturing")
EMPLOYEES = (3, 7, 14, 26, 43, 75, 120, 180, 320, 650, 1400, 5200)
LATIN = {"ø": "o", "æ": "ae", "ß": "ss", "å": "aa"}
ROLES = ("info", "sales", "support")
PAIRS = len(WORDS) * len(TRADES)


def plain(text: str) -> str:
    """The letters a to z of a name, as they stand in an address."""
    swapped = text.lower()
    for letter, latin in LATIN.items():
        swapped = swapped.replace(letter, latin)
    folded = unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()
    return "".join(letter for letter in folded if letter.isalnum())


def new_account(number: int, day: date, dice: random.Random) -> Account:
    """Account `number`, with a name that no other has."""
    turn, place = divmod(number * 7, PAIRS)
    word, trade = WORDS[place % len(WORDS)], TRADES[place // len(WORDS)]
    country = pick(dice, COUNTRIES)
    tail = f" {turn + 1}" if turn else ""
    return Account(
        account_id=f"A{number:05d}",
        name=f"{word} {trade}{tail} {FORMS[country]}",
        domain=f"{plain(word)}-{plain(trade)}{turn + 1 if turn else ''}.example.org",
        country=country,
        industry=choose(dice, INDUSTRIES) if dice.random() < 0.92 else None,
        employees=choose(dice, EMPLOYEES) if dice.random() < 0.9 else None,
        born=day,
    )


def new_person(number: int, account: Account, dice: random.Random, email_kind: str = "") -> Person:
    """Person `number` at the account; a personal address is never given out twice."""
    country = account.country
    first, last = choose(dice, FIRST_NAMES[country]), choose(dice, LAST_NAMES[country])
    kind = email_kind or pick(
        dice, {"personal": 86.0, "role": 4.0, "disposable": 2.0, "invalid": 2.0, "none": 6.0}
    )
    handle = f"{plain(first)}.{plain(last)}{number}"
    addresses = {
        "personal": f"{handle}@{account.domain}",
        "role": f"{choose(dice, ROLES)}@{account.domain}",
        "disposable": f"{handle}@mailinator.com",
        "invalid": f"{handle}@@{account.domain}",
    }
    return Person(
        number=number,
        name=f"{first} {last}",
        country=country,
        account=account,
        email=addresses.get(kind),
        email_kind=kind,
        phone=_digits(country, dice) if dice.random() < 0.9 or kind == "none" else None,
        in_address_book=kind == "personal" and dice.random() < 0.15,
        opted_out=dice.random() < 0.03,
    )


def typed_email(person: Person, dice: random.Random) -> str:
    """The person's address as it arrives: now and then in other letters or with blanks around."""
    if person.email is None:
        return ""
    chance = dice.random()
    if chance < 0.08:
        return ".".join(part.capitalize() for part in person.email.split("."))
    if chance < 0.12:
        return f" {person.email.upper()} "
    return person.email


def typed_phone(person: Person, dice: random.Random) -> str:
    """The person's number as somebody typed it, or something that is no number."""
    if person.phone is None:
        return ""
    dial, digits = DIAL[person.country], person.phone
    pairs = " ".join(digits[n : n + 2] for n in range(0, len(digits), 2))
    trunk = "" if person.country == "DK" else "0"
    at_home = f"{trunk}{digits}" if person.country == "DK" else f"+{dial} {digits}"
    return pick(
        dice,
        {
            f"+{dial} {pairs}": 30.0,
            f"+{dial}{digits}": 20.0,
            at_home: 20.0,
            f"00{dial} {digits}": 10.0,
            f"(+{dial}) {pairs.replace(' ', '-')}": 8.0,
            f"+{dial} ({trunk}){pairs}" if trunk else pairs: 6.0,
            digits[:4]: 2.0,
            f"{digits}{digits}{digits}": 1.0,
            "call me": 2.0,
            "n/a": 1.0,
        },
    )


def typed_company(person: Person) -> str:
    """The person's company as typed by hand: never exactly the account's name."""
    return person.account.name.lower().rsplit(" ", 1)[0]


def _digits(country: str, dice: random.Random) -> str:
    if country == "DK":
        return f"{dice.randrange(20_000_000, 70_000_000)}"
    if country == "DE":
        return f"30{dice.randrange(2_000_000, 9_000_000)}"
    if country == "SE":
        return f"8{dice.randrange(5_000_000, 9_000_000)}"
    return f"20794{dice.randrange(60_000, 61_000)}"
