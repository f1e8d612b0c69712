"""Bulk API 2.0: a query is a job that runs on its own, its result one long CSV, read in parts."""

import csv
import io
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sandbox.api.salesforce import ids
from sandbox.api.salesforce.errors import RefusedError, failure
from sandbox.api.salesforce.org import Org
from sandbox.api.salesforce.query import Json, Plan, Result
from sandbox.api.salesforce.schema import SObject
from sandbox.api.salesforce.soql import datetime_text, parse
from sandbox.api.vendor import Reply, Request

OPERATIONS = ("query", "queryAll")
COMPOUND = ("address", "location")
MOST = 100_000
"""Rows of a part where the client names no number."""
STATES = ("UploadComplete", "InProgress", "JobComplete")


@dataclass(slots=True)
class Job:
    """A query job. `looks` is how often somebody asked how far it is."""

    id: str
    operation: str
    text: str
    result: Result
    created: str
    state: str = STATES[0]
    looks: int = 0
    lock: Any = field(default_factory=Lock)


class Bulk:
    """The jobs of an organization. A job is done the `looks`th time that somebody looks."""

    def __init__(self, org: Org, looks: int = 2):
        self.org, self.looks = org, looks
        self.most = MOST
        self._jobs: dict[str, Job] = {}

    def answer(self, rest: str, request: Request) -> Reply:
        """The answer to /jobs/query with what follows it in the path."""
        if not rest:
            if request.method == "POST":
                return self._create(request)
            jobs = [self._told(job) for job in self._jobs.values()]
            return Reply(body={"done": True, "records": jobs, "nextRecordsUrl": None})
        job_id, _, word = rest.partition("/")
        job = self._jobs.get(ids.whole(job_id))
        if job is None:
            return failure(404)
        if word == "results" and request.method == "GET":
            return self._results(job, request)
        if word:
            return failure(404)
        if request.method == "GET":
            return Reply(body=self._looked_at(job))
        if request.method == "PATCH":
            job.state = "Aborted"
            return Reply(body=self._told(job))
        if request.method == "DELETE":
            del self._jobs[job.id]
            return Reply(204, b"")
        return failure(405)

    def _create(self, request: Request) -> Reply:
        try:
            asked = request.json()
            operation, text = asked["operation"], asked["query"]
        except (ValueError, KeyError, TypeError):
            return failure(400, "INVALIDJOB", "a job has an operation and a query")
        if operation not in OPERATIONS:
            return failure(400, "INVALIDJOB", f"unknown operation {operation}")
        query = parse(text)
        plan = Plan(self.org, query, is_all=operation == "queryAll")
        if not plan.sobject.is_bulk:
            raise RefusedError("INVALIDENTITY", f"{query.entity} is not supported by the Bulk API")
        if query.is_aggregate or query.offset:
            raise RefusedError("API_ERROR", "aggregates and OFFSET are not supported in Bulk Query")
        with self.org.made.lock:
            result = plan.run()
        for name, _ in result.columns:
            if plan.resolve(name)[0].type in COMPOUND:
                raise RefusedError(
                    "FUNCTIONALITY_NOT_ENABLED",
                    "Selecting compound data not supported in Bulk Query",
                )
        job_id = ids.spell("750", len(self._jobs) + 1)
        job = Job(job_id, operation, text, result, datetime_text(self.org.now()))
        self._jobs[job_id] = job
        return Reply(body=self._told(job))

    def _looked_at(self, job: Job) -> Json:
        with job.lock:
            if job.state in STATES:
                job.looks += 1
                job.state = STATES[2] if job.looks >= self.looks else STATES[1]
        told = self._told(job)
        if job.state == STATES[2]:
            told |= {"numberRecordsProcessed": job.result.total, "retries": 0}
            told |= {"totalProcessingTime": 1234}
        return told

    def _told(self, job: Job) -> Json:
        return {
            "id": job.id,
            "operation": job.operation,
            "object": job.result.sobject.name,
            "createdById": ids.ADMIN,
            "createdDate": job.created,
            "systemModstamp": job.created,
            "state": job.state,
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": 62.0,
            "lineEnding": "LF",
            "columnDelimiter": "COMMA",
        }

    def _results(self, job: Job, request: Request) -> Reply:
        if job.state != STATES[2]:
            return failure(400, "INVALIDJOBSTATE", f"the job is in the state {job.state}")
        asked = request.first("maxRecords", str(self.most))
        start = _place(request.first("locator"))
        if not asked.isdigit() or int(asked) == 0 or start is None:
            return failure(400, "INVALIDLOCATOR", "maxRecords is a number, locator what was given")
        ends = min(start + min(int(asked), self.most), job.result.total)
        result = job.result
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([_path(result.sobject, name) for name, _ in result.columns])
        with self.org.made.lock:
            for key in result.keys[start:ends]:
                row = self.org.row(result.sobject, key)
                writer.writerow([_cell(get(row)) for _, get in result.columns])
        headers = {
            "Content-Type": "text/csv",
            "Sforce-NumberOfRecords": str(ends - start),
            "Sforce-Locator": _locator(ends) if ends < result.total else "null",
        }
        return Reply(200, out.getvalue().encode(), headers)


def _path(sobject: SObject, name: str) -> str:
    found = sobject.fields.get(name.lower())
    return found.name if found else name


def _cell(value: Any) -> str:
    """A value as CSV has it: nothing for null, true and false, times that end in Z."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text.removesuffix("+0000") + "Z" if text.endswith("+0000") and "T" in text else text


def _locator(place: int) -> str:
    return urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def _place(locator: str) -> int | None:
    try:
        return int(urlsafe_b64decode(locator + "=" * (-len(locator) % 4))) if locator else 0
    except (ValueError, Error):
        return None
