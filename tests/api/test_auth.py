"""A refresh token that rotates: exchanged once by all who share it, and never lost."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Barrier

import pytest

from connectors.api.oauth import OAuthSystem
from connectors.api.tokens import Tokens as AccessTokens
from connectors.config.sources import ApiSource, OAuth
from connectors.errors import StreamFailed
from sandbox.api import Sandbox
from sandbox.api.tokens import Tokens
from tests.api.conftest import POLICY, TOKEN
from tests.sandbox.api.tiny import Tiny

ROOT = Path(__file__).resolve().parents[2]
OTHER_PROCESS = """
import json, sys
from pathlib import Path
from tests.api.test_auth import auth_of
orders = json.loads(sys.argv[1])
auth = auth_of(orders["client"], orders["url"], Path(orders["store"]))
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    refused = json.loads(line)
    if refused:
        auth.renew(refused)
    print(json.dumps(auth.token()), flush=True)
"""


def auth_of(client: Sequence[str], url: str, store: Path | None) -> AccessTokens:
    """The access tokens of a client: its id, its secret, and the refresh token if it has one."""
    names = ("client_id", "client_secret", "refresh_token")
    oauth = OAuth.model_validate(dict(zip(names, client, strict=False)))
    settings = ApiSource(name="crm", type="tiny", base_url=url, oauth=oauth)
    return OAuthSystem(lambda _: url).tokens("crm", settings, oauth, POLICY, store)


class Grants:
    """A real token endpoint, of which an old refresh token is good for nothing."""

    def __init__(self, sandbox: Sandbox, store: Path) -> None:
        self.sandbox, self.store = sandbox, store
        self.tokens: Tokens = sandbox.tokens["tiny"]
        self.url = f"{sandbox.url('tiny')}/token"
        self.client = (
            self.tokens.client_id,
            self.tokens.client_secret,
            self.tokens.refresh_token,
        )

    def auth(self, *client: str) -> AccessTokens:
        return auth_of(client or self.client, self.url, self.store)


@pytest.fixture
def grants(tmp_path: Path) -> Iterator[Grants]:
    with Sandbox([Tiny()], token=TOKEN) as sandbox:
        yield Grants(sandbox, tmp_path / "credentials" / "crm.json")


def test_threads_exchange_it_once_and_renew_it_once(grants: Grants) -> None:
    auth, together = grants.auth(), Barrier(8)

    def first(_: int) -> str:
        together.wait()
        return auth.token()

    def renewed(_: int) -> str:
        together.wait()
        assert auth.renew(old)
        return auth.token()

    with ThreadPoolExecutor(8) as pool:
        (old,) = set(pool.map(first, range(8)))
        assert grants.tokens.renewals == 1
        (new,) = set(pool.map(renewed, range(8)))
    assert new != old
    assert grants.tokens.renewals == 2


@contextmanager
def apart(
    client: Sequence[str], url: str, store: Path, *, processes: int
) -> Iterator[Callable[[str], set[str]]]:
    """Processes that share a store; what is called tells each the token that was refused.

    It returns the tokens that they then have.
    """
    orders = {"client": client, "url": url, "store": str(store)}
    command = [sys.executable, "-c", OTHER_PROCESS, json.dumps(orders)]
    running = [
        subprocess.Popen(command, stdin=-1, stdout=-1, text=True, cwd=ROOT)
        for _ in range(processes)
    ]

    def tell(refused: str) -> set[str]:
        for process in running:
            assert process.stdin is not None
            process.stdin.write(json.dumps(refused) + "\n")
            process.stdin.flush()
        return {read(process) for process in running}

    def read(process: "subprocess.Popen[str]") -> str:
        assert process.stdout is not None
        return str(json.loads(process.stdout.readline()))

    with ExitStack() as stack:
        for process in running:
            stack.enter_context(process)
        assert {read(process) for process in running} == {"ready"}
        yield tell
        for process in running:
            assert process.stdin is not None
            process.stdin.close()


def test_processes_exchange_it_once_and_renew_it_once(grants: Grants) -> None:
    with apart(grants.client, grants.url, grants.store, processes=2) as tell:
        (old,) = tell("")
        assert grants.tokens.renewals == 1
        (new,) = tell(old)
        assert new != old
        assert grants.tokens.renewals == 2
        # one alone renews; the other finds what was renewed
        third = grants.auth()
        assert third.token() == new
        third.renew(new)
        assert grants.tokens.renewals == 3
        (newest,) = tell(new)
        assert grants.tokens.renewals == 3
    assert grants.auth().token() == newest
    assert grants.tokens.renewals == 3


def test_what_was_rotated_is_on_disk_for_its_owner_alone(grants: Grants) -> None:
    auth = grants.auth()
    token = auth.token()
    text = grants.store.read_text()
    assert token in text
    assert grants.tokens.refresh_token in text
    assert stat.S_IMODE(grants.store.stat().st_mode) == 0o600
    assert stat.S_IMODE(grants.store.parent.stat().st_mode) == 0o700
    assert {token, grants.tokens.refresh_token, grants.tokens.client_secret} <= set(auth.secrets)
    # the configured one is dead by now; another process goes on with the stored one
    following = grants.auth()
    assert following.token() == token
    assert grants.tokens.renewals == 1
    assert following.renew(token)
    assert grants.tokens.renewals == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in grants.store.parent.iterdir())


def test_a_token_configured_anew_counts_more_than_a_stored_one(grants: Grants) -> None:
    grants.auth().token()
    grants.tokens.refresh_token = "made-by-hand-in-the-settings"
    fresh = grants.auth(*grants.client[:2], "made-by-hand-in-the-settings")
    assert fresh.token()
    assert grants.tokens.renewals == 2
    assert grants.tokens.refresh_token in grants.store.read_text()


def test_a_store_that_somebody_broke_is_named(grants: Grants) -> None:
    grants.auth().token()
    grants.store.write_text("{")
    with pytest.raises(StreamFailed, match=r"crm\.json: not what was written there; delete it"):
        grants.auth().token()


def test_a_refused_grant_says_what_to_do_and_no_secret(grants: Grants) -> None:
    auth = grants.auth(*grants.client[:2], "long-dead-refresh-token")
    with pytest.raises(StreamFailed, match="authorise again") as caught:
        auth.token()
    assert "answered 400 (grant)" in str(caught.value)
    assert not any(secret in str(caught.value) for secret in auth.secrets)
    assert not grants.store.exists()


def test_without_a_folder_nothing_is_kept(grants: Grants) -> None:
    auth = auth_of(grants.client, grants.url, None)
    assert auth.token() == auth.token()
    assert grants.tokens.renewals == 1
    assert not grants.store.parent.exists()
