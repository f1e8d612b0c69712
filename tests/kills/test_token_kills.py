"""Kills around the rotation of OAuth tokens: what was given out is kept before it is used.

Between the vendor's answer and the file nothing can help where the old refresh token is dead at
once. So there are two endpoints here. The forgiving one lets it live until the new access token is
used: with it no kill may lose the grant. The strict one shows how narrow that gap is, and that
nothing was asked with a token that is not on disk.
"""

import os
import random
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import api_nights
import api_truth
import harness
import msgspec
import pytest

from connectors.api.kept import Kept
from sandbox.api import Reply, Request, Sandbox, Vendor
from sandbox.api.calendly import Calendly
from sandbox.api.hubspot import HubSpot
from sandbox.api.tokens import Tokens
from sandbox.company.clock import end_of

SEEDS = [int(seed) for seed in os.environ.get("SALESCYCLE_KILL_SEEDS", "1").split()]
KILLS = 12
COARSE = 20
AT_ONCE = 0
"""Seconds that a token is said to live: so few that it is renewed before every request."""


class Watched(Tokens):
    """A token endpoint that notes every token that was used before it was kept."""

    def __init__(self, store: Path, *, is_forgiving: bool, ends_in: int) -> None:
        super().__init__("no-static-token-is-known")
        self.store, self.is_forgiving, self.ends_in = store, is_forgiving, ends_in
        self.unkept: list[str] = []
        self.used = 0
        self._before = ""
        self._issued: list[tuple[str, str]] = []

    def renew(self, request: Request, vendor: Vendor) -> Reply:
        given = request.form().get("refresh_token", "")
        if self.is_forgiving and given and given == self._before:
            self.refresh_token = given
        reply = super().renew(request, vendor)
        if reply.status == 200:
            assert isinstance(reply.body, dict)
            reply.body["expires_in"] = self.ends_in
            self._before = given
            self._issued.append((reply.body["access_token"], reply.body["refresh_token"]))
        return reply

    def verdict(self, request: Request, vendor: Vendor) -> Any:
        used = request.header("authorization").removeprefix("Bearer ")
        self.used += 1
        # first the disk, then what was issued: another thread may renew between the two
        kept = self.kept
        issued = list(self._issued)
        place = [access for access, _ in issued].index(used)
        if place == len(issued) - 1:
            self._before = ""
        if (kept.access_token, kept.refresh_token) not in issued[place:]:
            self.unkept.append(used)
        return super().verdict(request, vendor)

    @property
    def kept(self) -> Kept:
        """What is on disk."""
        return msgspec.json.decode(self.store.read_bytes(), type=Kept)

    def settings(self, base_url: str, grant: str) -> dict[str, Any]:
        """The settings of a source, with the refresh token that a person has configured."""
        oauth = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": grant,
        }
        return {"base_url": base_url, "auth_url": base_url, "oauth": oauth}


@pytest.fixture(scope="module")
def server() -> Iterator[harness.ForkServer]:
    with harness.ForkServer(preload=["api_nights"]) as running:
        yield running


def now() -> Any:
    return end_of(0)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_kill_loses_a_grant(tmp_path: Path, server: harness.ForkServer, seed: int) -> None:
    hubspot, calendly = HubSpot(None, now), Calendly(None, now)
    hubspot.create(80)
    calendly.create(15, now() - timedelta(days=1))
    with Sandbox([hubspot, calendly], token="unused", now=now) as sandbox:
        works, tokens = {}, list[Watched]()
        for home in (tmp_path / "calm", tmp_path / "killed"):
            settings = {}
            for name in sandbox.vendors:
                store = home / "credentials" / f"{name}.json"
                watched = Watched(store, is_forgiving=True, ends_in=AT_ONCE)
                settings[name] = watched.settings(sandbox.url(name), watched.refresh_token)
                sandbox.tokens[name] = watched
                tokens.append(watched)
            works[home.name] = {"home": str(home), "apis": settings, "now": now().isoformat()}
            if home.name == "calm":
                measured = server.run(api_nights.sync_all, works["calm"])

        def between(dice: random.Random) -> None:
            folder = tmp_path / "killed" / "credentials"
            left = {path.name for path in folder.glob("*")} if folder.exists() else set()
            allowed = {
                f"{name}.{end}" for name in sandbox.vendors for end in ("json", "lock", "new")
            }
            assert left <= allowed
            for name in left:
                assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600

        kills = harness.run_until_killed(
            server,
            api_nights.sync_all,
            works["killed"],
            seed=seed,
            kills=KILLS,
            measured=measured,
            after_each=between,
        )
        server.run(api_nights.load_all, {"home": str(tmp_path / "killed")})
        for vendor in (hubspot, calendly):
            assert not api_truth.differences(tmp_path / "killed", vendor)
    assert len(kills) == KILLS
    for watched in tokens:
        assert watched.unkept == []
        assert watched.renewals > 15
        assert watched.kept.refresh_token == watched.refresh_token
    assert not list(tmp_path.glob("killed/credentials/*.new"))


def test_where_the_old_token_dies_at_once_the_gap_is_narrow_and_nothing_is_asked_in_it(
    tmp_path: Path, server: harness.ForkServer
) -> None:
    calendly = Calendly(None, now)
    killed, lost, reached = 0, list[int](), dict[int, tuple[bool, bool]]()
    with Sandbox([calendly], token="unused", now=now) as sandbox:

        def attempt(
            number: int, *, kill_at_call: int | None
        ) -> tuple[Watched, dict[str, Any], Any]:
            home = tmp_path / str(number)
            store = home / "credentials" / "calendly.json"
            tokens = Watched(store, is_forgiving=False, ends_in=7200)
            sandbox.tokens["calendly"] = tokens
            work = {
                "home": str(home),
                "apis": {
                    "calendly": tokens.settings(sandbox.url("calendly"), tokens.refresh_token)
                },
                "now": now().isoformat(),
                "stream": "user",
            }
            ended = server.run(api_nights.sync_one, work, kill_at_call=kill_at_call)
            return tokens, work, ended

        _, _, measured = attempt(0, kill_at_call=None)
        coarse = max(1, measured.calls // COARSE)
        for call in _calls(measured.calls, coarse, reached):
            tokens, work, ended = attempt(call, kill_at_call=call)
            if not ended.killed:
                continue
            killed += 1
            assert tokens.unkept == []
            left = tokens.store.with_suffix(".new")
            stores = [path for path in (tokens.store, left) if path.exists()]
            text = "".join(path.read_text() for path in stores)
            is_kept = tokens.refresh_token in text
            reached[call] = tokens.renewals > 0, is_kept
            if tokens.renewals and not is_kept:
                lost.append(call)
                assert tokens.used == 0
                with pytest.raises(RuntimeError, match="authorise again"):
                    server.run(api_nights.sync_one, work)
                # what a person configures anew replaces what was kept
                url = sandbox.url("calendly")
                work["apis"] = {"calendly": tokens.settings(url, tokens.refresh_token)}
            server.run(api_nights.sync_one, work)
            assert tokens.kept.refresh_token == tokens.refresh_token
            assert tokens.renewals <= 2
    assert killed >= 25
    assert len(lost) < killed / 2


def _calls(all_calls: int, coarse: int, reached: dict[int, tuple[bool, bool]]) -> Iterator[int]:
    """Calls to kill at: some of the whole sync, then every third from the renewal to the file."""
    yield from range(1, all_calls + 1, coarse)
    before = max((call for call, (is_renewed, _) in reached.items() if not is_renewed), default=0)
    after = min((call for call, (_, is_kept) in reached.items() if is_kept), default=all_calls)
    yield from range(before + 1, after, 3)
