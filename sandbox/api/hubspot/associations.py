"""What belongs to what: up to 1,000 records per call, those without any among the errors."""

from sandbox.api.hubspot.errors import failure
from sandbox.api.hubspot.kinds import Kind
from sandbox.api.hubspot.objects import batch, json_of
from sandbox.api.hubspot.portal import Portal
from sandbox.api.hubspot.record import Json
from sandbox.api.vendor import Reply, Request

MOST = 1000
TYPE_IDS = {
    ("deals", "contacts"): 3,
    ("deals", "companies"): 341,
    ("deals", "line_items"): 19,
    ("leads", "contacts"): 608,
    ("leads", "deals"): 583,
    ("calls", "contacts"): 194,
    ("emails", "contacts"): 198,
    ("notes", "contacts"): 202,
    ("tasks", "contacts"): 204,
    ("meetings", "contacts"): 200,
    ("communications", "contacts"): 81,
    ("calls", "deals"): 206,
    ("emails", "deals"): 210,
    ("notes", "deals"): 214,
    ("tasks", "deals"): 216,
    ("meetings", "deals"): 212,
    ("communications", "deals"): 85,
}
"""The vendor's numbers of association types; of the others only that there is one matters here."""
OTHER = 596
PRIMARY = {("deals", "companies"): (5, "Primary")}
"""Types that stand beside the plain one."""


class Associations:
    """Answers batches. `per_page`: how many of one record's are shown at once."""

    def __init__(self, portal: Portal):
        self.portal = portal
        self.per_page = 500

    def answer(self, source: Kind, target: Kind, request: Request) -> Reply:
        """What the records of a batch are tied to."""
        asked = json_of(request, "inputs")
        if isinstance(asked, Reply):
            return asked
        if len(asked["inputs"]) > MOST:
            return failure(400, f"a batch has at most {MOST} inputs")
        results, errors = [], []
        for item in asked["inputs"]:
            record_id, after = str(item["id"]), str(item.get("after") or "0")
            if not after.isdigit():
                return failure(400, "after is no cursor of these associations")
            found = self._tied(source, target, record_id)
            if found:
                results.append(self._result(source, target, record_id, found, int(after)))
            else:
                errors.append(_none(source, target, record_id))
        return batch(self.portal.now, results, errors)

    def _tied(self, source: Kind, target: Kind, record_id: str) -> list[str]:
        record = self.portal.read(source, record_id)
        if record is None or record.archived_at is not None:
            return []
        return record.links.get(target.plural, [])

    def _result(
        self, source: Kind, target: Kind, record_id: str, found: list[str], after: int
    ) -> Json:
        page = found[after : after + self.per_page]
        answer: Json = {
            "from": {"id": record_id},
            "to": [
                {"toObjectId": other, "associationTypes": _types(source.plural, target.plural)}
                for other in page
            ],
        }
        if after + self.per_page < len(found):
            answer["paging"] = {"next": {"after": str(after + self.per_page)}}
        return answer


def _types(source: str, target: str) -> list[Json]:
    number = TYPE_IDS.get((source, target), OTHER)
    found: list[Json] = [{"category": "HUBSPOT_DEFINED", "typeId": number}]
    if (source, target) in PRIMARY:
        number, label = PRIMARY[source, target]
        found.append({"category": "HUBSPOT_DEFINED", "typeId": number, "label": label})
    return found


def _none(source: Kind, target: Kind, record_id: str) -> Json:
    return {
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": f"No {target.singular} is associated with {source.singular} {record_id}.",
        "context": {
            "fromObjectId": [record_id],
            "fromObjectType": [source.singular],
            "toObjectType": [target.singular],
        },
        "errors": [],
        "links": {},
    }
