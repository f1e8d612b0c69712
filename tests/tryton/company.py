"""A small company at work in Tryton, and a log of what it did and when.

The log is kept by hand: what each action means is written beside it, and its instant is the one
that the server stamped on the record, which must lie between ours before and after the action.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.tryton.rpc import Tryton, decimal, instant

READER, READS = "salescycle", "it-may-only-read"
MODELS = ("sale.opportunity", "sale.opportunity.line")
"""What only some may read; parties, employees and products are there for everybody."""
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Done:
    """One action: the state or employee that an opportunity had from an instant on."""

    deal: str
    what: str
    at: datetime


@dataclass
class Company:
    """Its people and opportunities by name, in the order in which they were entered."""

    tryton: Tryton
    ids: dict[str, int] = field(default_factory=dict)
    log: list[Done] = field(default_factory=list)

    def at(self, deal: str, what: str, nth: int = 0) -> datetime:
        """When an opportunity came to be something, for the nth time."""
        return [done.at for done in self.log if (done.deal, done.what) == (deal, what)][nth]

    def id_of(self, name: str) -> str:
        return str(self.ids[name])

    def open(self) -> None:
        """Make the company: two employees, two customers, one product, one user who reads."""
        self._make("euro", "currency.currency", name="Euro", code="EUR", symbol="E", **ROUNDED)
        self._make("party of the company", "party.party", name="Towers and Engines Ltd")
        self._make(
            "company",
            "company.company",
            party=self.ids["party of the company"],
            currency=self.ids["euro"],
            timezone="Europe/Copenhagen",
        )
        for name in ("Ann", "Bob"):
            self._person(f"party of {name}", name, email=f"{name.lower()}@example.org")
            party = self.ids[f"party of {name}"]
            self._make(name, "company.employee", party=party, company=self.ids["company"])
        mine = {
            "companies": [["add", [self.ids["company"]]]],
            "company": self.ids["company"],
            "employees": [["add", [self.ids["Ann"]]]],
            "employee": self.ids["Ann"],
        }
        self.tryton.call("res.user.write", [1], mine)
        self.tryton.take_preferences()
        self._person("Ada", "Ada Lovelace", email="ada@example.com", phone="+45 33 12 34 56")
        self._person("Mill", "The Mill")
        self._person("Mary", "Mary Shelley", email="mary@example.net")
        self._person("Mill again", "The Mill", email="office@example.net")
        self._make("address", "party.address", party=self.ids["Ada"], street="Main Street 1")
        self._make("second address", "party.address", party=self.ids["Mary"], street="Lake Lane 2")
        (unit,) = self.tryton.call("product.uom.search", [["symbol", "=", "u"]], 0, 1, None)
        self.ids["unit"] = unit
        self._make(
            "template", "product.template", name="Wheel", type="service", default_uom=unit,
            salable=True, sale_uom=unit, products=[["create", [{}]]],
        )  # fmt: skip
        (self.ids["wheel"],) = self.tryton.read(
            "product.template", self.ids["template"], "products"
        )["products"]
        self._reader()

    def lead(self, deal: str, **values: Any) -> None:
        """Enter a lead; Ann has it unless somebody else is said to."""
        given = {
            "description": deal,
            "company": self.ids["company"],
            "currency": self.ids["euro"],
            "employee": self.ids["Ann"],
            **values,
        }
        self._logged(deal, "lead", lambda: self._make(deal, "sale.opportunity", **given))

    def press(self, deal: str, button: str, state: str) -> None:
        """Click a button of an opportunity that brings it into a state."""
        method = f"sale.opportunity.{button}"
        self._logged(deal, state, lambda: self.tryton.call(method, [self.ids[deal]]))

    def write(self, deal: str, what: str, **values: Any) -> None:
        """Change fields of an opportunity."""
        method = "sale.opportunity.write"
        self._logged(deal, what, lambda: self.tryton.call(method, [self.ids[deal]], values))

    def convert(self, deal: str) -> None:
        """Turn an opportunity into a quotation, to be invoiced and shipped by hand."""
        self.press(deal, "convert", "converted")
        (sale,) = self.tryton.read("sale.opportunity", self.ids[deal], "sales")["sales"]
        self.ids[f"sale of {deal}"] = sale
        self.tryton.call("sale.sale.write", [sale], BY_HAND)

    def confirm(self, deal: str, price: str) -> None:
        """Have the quotation of an opportunity accepted at a price, which wins it."""
        sale = self.ids[f"sale of {deal}"]
        line = {"type": "line", "quantity": 1, "unit_price": decimal(price), "description": "All"}
        self.tryton.call("sale.sale.write", [sale], {"lines": [["create", [line]]]})
        self.tryton.call("sale.sale.quote", [sale])
        self._logged(deal, "won", lambda: self.tryton.call("sale.sale.confirm", [sale]))

    def quote_again(self, deal: str) -> None:
        """Make the customer of a won opportunity another offer, which opens it again."""
        first = self.ids[f"sale of {deal}"]
        (second,) = self.tryton.call("sale.sale.copy", [first], {})
        origin = f"sale.opportunity,{self.ids[deal]}"
        self.tryton.call("sale.sale.write", [second], {"origin": origin})
        self._logged(deal, "converted", lambda: self.tryton.call("sale.sale.quote", [second]))

    def delete(self, deal: str) -> None:
        """Delete an opportunity, which must have been cancelled."""
        self.tryton.call("sale.opportunity.delete", [self.ids[deal]])

    def replace(self, party: str, by: str) -> None:
        """Replace a party by another of its name, as the wizard for those entered twice does it."""
        session, *_ = self.tryton.wizard("party.replace", "create")
        asked = {"ask": {"source": self.ids[party], "destination": self.ids[by]}}
        self.tryton.wizard("party.replace", "execute", session, asked, "replace")

    def end_sessions(self) -> None:
        """Give the reader the same password anew, which logs it out everywhere."""
        self.tryton.call("res.user.write", [self.ids[READER]], {"password": READS})

    def _reader(self) -> None:
        models = self.tryton.call(
            "ir.model.search_read", [["name", "in", MODELS]], 0, None, None, ["name"]
        )
        rights = [
            {"model": model["name"], "perm_read": True, **dict.fromkeys(CHANGES, False)}
            for model in models
        ]
        self._make("readers", "res.group", name="Readers", model_access=[["create", rights]])
        for name, groups in ((READER, [self.ids["readers"]]), ("stranger", [])):
            self._make(
                name,
                "res.user",
                login=name,
                name=name,
                password=READS,
                groups=[["add", groups]],
                companies=[["add", [self.ids["company"]]]],
                company=self.ids["company"],
            )

    def _person(self, key: str, name: str, **points: str) -> None:
        mechanisms = [{"type": kind, "value": value} for kind, value in points.items()]
        self._make(key, "party.party", name=name, contact_mechanisms=[["create", mechanisms]])

    def _make(self, key: str, model: str, **values: Any) -> None:
        self.ids[key] = self.tryton.create(model, **values)

    def _logged(self, deal: str, what: str, act: Callable[[], object]) -> None:
        before = datetime.now(UTC)
        act()
        after = datetime.now(UTC)
        found = self.tryton.read("sale.opportunity", self.ids[deal], "write_date", "create_date")
        at = instant(found["write_date"] or found["create_date"])
        assert before - _TICK <= at <= after + _TICK
        self.log.append(Done(deal, what, at))


ROUNDED: Mapping[str, Any] = {"digits": 2, "rounding": decimal("0.01")}
BY_HAND = {"invoice_method": "manual", "shipment_method": "manual"}
CHANGES = ("perm_write", "perm_create", "perm_delete")
