"""Where requests go, by the series of a server."""

import pytest

from connectors.config.systems import TrytonSource


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"database": "company"}, "company/rpc/"),
        ({"database": "company", "series": 8.2}, "company/rpc/"),
        ({"database": "company", "series": "7.0"}, "company/"),
        ({"database": "a company/1"}, "a%20company%2F1/rpc/"),
    ],
)
def test_the_address_is_that_of_the_series(settings: dict[str, object], path: str) -> None:
    source = TrytonSource.model_validate(
        {
            "name": "erp",
            "type": "tryton",
            "base_url": "https://tryton.example.com",
            "login": {"user": "reader", "password": "secret"},
            **settings,
        }
    )
    assert source.rpc_path == path
