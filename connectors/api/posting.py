"""Posting a form to a token endpoint, and reading a body within a time limit."""

import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from urllib3.exceptions import HTTPError

from connectors.api.answers import network_error
from connectors.api.policy import Policy
from connectors.errors import StreamFailed

CHUNK_BYTES = 1 << 20
_CODE = re.compile(rb'"error"\s*:\s*"([A-Za-z_ ]{1,40})"')


def form_post(
    url: str,
    form: Mapping[str, str],
    policy: Policy,
    name: str,
    headers: Mapping[str, str],
    *,
    fix: str,
) -> dict[str, Any]:
    """Post a form to a token endpoint, once: a grant may be good for one exchange only.

    Returns the JSON object of the answer. Raises StreamFailed with the answer's status and OAuth
    error code, never its text; an object with an error is refused whatever its status.
    """
    try:
        response = requests.post(
            url,
            data=dict(form),
            headers={"Accept": "application/json", "User-Agent": "salescycle", **headers},
            # a .netrc of the machine would set another
            auth=lambda request: request,
            timeout=(policy.connect_seconds, policy.read_seconds),
            allow_redirects=False,
            stream=True,
        )
        body = read_body(response, policy.read_seconds)
    except (requests.RequestException, HTTPError) as error:
        raise StreamFailed(
            f"{name}: {urlsplit(url).path}: {network_error(error)}; run again"
        ) from None
    code, status = _CODE.search(body), response.status_code
    told = f" ({code.group(1).decode()})" if code else ""
    if status == 429 or status >= 500:
        fix = "run again later"
    if status != 200 or code:
        raise StreamFailed(f"{name}: the token endpoint answered {status}{told}; {fix}")
    try:
        answer: dict[str, Any] = msgspec.json.decode(body, type=dict)
    except msgspec.DecodeError:
        raise StreamFailed(f"{name}: the token endpoint answered no JSON; check its URL") from None
    return answer


def read_body(response: requests.Response, seconds: float) -> bytes:
    """The whole body, within twice the time limit however slowly it comes.

    As much at a time as has arrived (`read1`): to wait for a chunk of a size would be to wait for
    as long as single bytes keep coming.
    """
    deadline = time.monotonic() + seconds * 2
    with response:
        chunks = []
        while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
            chunks.append(chunk)
            if time.monotonic() > deadline:
                raise requests.Timeout
        return b"".join(chunks)
