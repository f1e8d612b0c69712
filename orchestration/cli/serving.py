"""`salescycle sandbox`: the simulated company's APIs, for trying things out without an account."""

import json
import secrets

from connectors.errors import ConfigError
from orchestration.cli.options import Options
from orchestration.night import ExitCode

_POINTERS = """\
The simulated company as it is at the end of {day}, on this machine only; Ctrl-C ends it.

In salescycle.yml:

sources:
  - name: crm
    type: {crm}
    {access}
    base_url: {crm_url}
    calls_per_second: 1000
  - name: calendar
    type: calendly
    token: ${{{calendly_token}}}
    base_url: {calendly}
    calls_per_second: 1000

In .env beside it:

{crm_token}={token}
{calendly_token}={token}

Then: salescycle run --as-of {day}
"""


def serve(options: Options, *, port: int, day: int, crm: str) -> int:
    """Serve until interrupted. Raises ConfigError if the port or the CRM cannot be."""
    from sandbox.api import Sandbox
    from sandbox.api.calendly import Calendly
    from sandbox.company import Company
    from sandbox.company.clock import day_of, end_of
    from sandbox.crms import CRMS
    from sandbox.sheets.beside import CALENDLY_TOKEN

    known = {each.name: each for each in CRMS}
    if crm not in known:
        raise ConfigError(f"--crm {crm}: no CRM of the sandbox; use one of {', '.join(known)}")
    seen = known[crm]
    company, end = Company(day=day), end_of(day)
    token = f"sandbox-token-{secrets.token_urlsafe(24)}"
    vendors = (seen.vendor(company, lambda: end), Calendly(company, lambda: end))
    try:
        sandbox = Sandbox(vendors, token=token, port=port, now=lambda: end)
    except OSError as error:
        raise ConfigError(
            f"--port {port}: {error.strerror}; choose another, or leave it out for any free one"
        ) from None
    facts = {
        "day": str(day_of(day)),
        "crm": crm,
        "crm_url": sandbox.url(crm),
        "access": seen.access.format(secret=f"${{{seen.variable}}}"),
        "calendly": sandbox.url("calendly"),
        "crm_token": seen.variable,
        "calendly_token": CALENDLY_TOKEN,
        "token": token,
    }
    with sandbox:
        if options.json:
            print(json.dumps(facts), flush=True)
        elif not options.quiet:
            print(_POINTERS.format(**facts), flush=True)
        try:
            sandbox.stopped.wait()
        except KeyboardInterrupt:
            return ExitCode.PUBLISHED
    return ExitCode.PUBLISHED
