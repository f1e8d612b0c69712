"""The numbers of the page equal plain SQL over the published file it was made from."""

import re
from html import unescape
from pathlib import Path

import duckdb
import pytest
from published_file import write_published
from small_company import BREAKOUT, CONTEXT, HOSTILE, small_company

from publishing.report import text, write
from publishing.report.sections.quota import state

COUNTED = "from marts.fct_sales_cycles where not is_excluded and pipeline_role = 'new_business'"
WINDOWS = {
    "month": ("2026-11-01", "2026-12-01"),
    "quarter": ("2026-10-01", "2027-01-01"),
    "year": ("2026-01-01", "2027-01-01"),
}


def numbers(report: Path) -> dict[str, float | None]:
    found = re.findall(r'<data id="([^"]+)" value="([^"]*)">', report.read_text(encoding="utf-8"))
    return {key: float(value) if value else None for key, value in found}


@pytest.mark.parametrize("period", WINDOWS)
def test_headline_equals_sql(published: Path, report: Path, period: str) -> None:
    start, end = (f"date '{day}'" for day in WINDOWS[period])
    closed = f"close_date >= {start} and close_date < {end}"
    slots = f"from marts.fct_bookings where starts_date >= {start} and starts_date < {end}"
    won = f"{COUNTED} and status = 'won' and {closed}"
    lost = f"{COUNTED} and status = 'lost' and {closed}"
    expected = {
        "amount": f"select sum(amount_reporting) {won}",
        "won": f"select count(*) {won}",
        "win_rate": f"select w / nullif(w + l, 0) from (select count(*) as w {won}),"
        f" (select count(*) as l {lost})",
        "cycle_days": f"select median(cycle_days) {won}",
        "pipeline": f"select sum(amount_reporting) {COUNTED} and status = 'open'",
        "new": f"select count(*) {COUNTED} and started_date >= {start} and started_date < {end}",
        "show_rate": f"select count(*) filter (where outcome like 'held%') / count(*) {slots}"
        " and outcome in ('held', 'held_assumed', 'no_show')",
    }
    shown = numbers(report)
    with duckdb.connect(str(published), read_only=True) as connection:
        for key, sql in expected.items():
            row = connection.execute(sql).fetchone()
            assert row is not None
            assert shown[f"{key}-{period}"] == pytest.approx(row[0]), key


def test_the_year_has_wins_and_losses(report: Path) -> None:
    shown = numbers(report)
    assert shown["won-year"]
    assert shown["win_rate-year"] not in (None, 0.0, 1.0)
    assert shown["cycle_days-year"] == 200


def test_funnel_referrals_and_contacts_equal_sql(published: Path, report: Path) -> None:
    shown = numbers(report)
    with duckdb.connect(str(published), read_only=True) as connection:
        steps = connection.execute(
            "select step, reached from marts.funnel_conversion where period_type = 'all'"
        ).fetchall()
        credited = connection.execute(
            "select sum(amount_reporting) from marts.fct_referrals where status = 'won'"
        ).fetchone()
        valid = connection.execute(
            "select kind, avg(is_valid::int) from marts.contact_quality group by kind"
        ).fetchall()
    assert len(steps) == 8
    for step, reached in steps:
        assert shown[f"reached-all-{step}"] == reached
    assert credited is not None
    assert shown["referral-amount"] == pytest.approx(credited[0])
    assert len(valid) == 2
    for kind, share in valid:
        assert shown[f"valid-{kind}"] == pytest.approx(share)


def test_nothing_held_or_missed_gives_no_show_rate(tmp_path: Path) -> None:
    company = small_company()
    company["fct_bookings"] = [row | {"outcome": "held_assumed"} for row in company["fct_bookings"]]
    write(write_published(tmp_path / "one.duckdb", company), tmp_path / "report.html")
    assert numbers(tmp_path / "report.html")["show_rate-month"] is None


def test_hostile_text_is_text(report: Path) -> None:
    page = report.read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert BREAKOUT not in page
    assert HOSTILE in unescape(page)
    assert 'href="javascript:' not in page


def test_the_page_needs_nothing_else(report: Path) -> None:
    page = report.read_text(encoding="utf-8")
    markup = re.sub(r"(?s)(<script[^>]*>).*?</script>", r"\1", page)
    assert markup.count("<script") > 10
    assert not re.search(r'<(?:link|script|img|iframe)[^>]+(?:src|href)="(?!data:)', markup)
    assert "default-src 'none'" in unescape(markup)


def test_the_published_file_is_not_written(published: Path, tmp_path: Path) -> None:
    before = published.read_bytes()
    write(published, tmp_path / "report.html")
    assert published.read_bytes() == before
    assert not published.with_name(published.name + ".wal").exists()


def test_an_empty_company_says_why(empty_report: Path) -> None:
    page = unescape(empty_report.read_text(encoding="utf-8"))
    reasons = re.findall(r'<p class="empty">([^<]+)', page)
    assert len(reasons) >= 9
    assert any("add quotas.csv to company/" in reason for reason in reasons)
    assert "<data" not in page


def test_quotas_of_another_month_are_named(tmp_path: Path) -> None:
    quota = {"quota": 5.0, "measure": "revenue", "period_type": "month", "period_key": "2026-08"}
    tables = {"report_context": [CONTEXT], "quota_attainment": [quota]}
    write(write_published(tmp_path / "one.duckdb", tables), tmp_path / "report.html")
    assert "the last one set is for 2026-08" in (tmp_path / "report.html").read_text()


@pytest.mark.parametrize(
    ("actual", "quota", "over", "expected"),
    [
        (100.0, 100.0, False, "made"),
        (50.0, 100.0, False, "on course"),
        (40.0, 100.0, False, "behind"),
        (99.0, 100.0, True, "missed"),
        (99.0, None, True, "no quota"),
    ],
)
def test_state_of_a_quota(actual: float, quota: float | None, over: bool, expected: str) -> None:
    row = {
        "attainment": quota and actual / quota,
        "prorated_quota": quota,
        "projected": actual if over else actual * 2,
    }
    assert state(row, over=over) == expected


def test_only_web_addresses_become_links() -> None:
    assert (
        text.safe_url("https://crm.example.com/deal/1?x=2") == "https://crm.example.com/deal/1?x=2"
    )
    for refused in ("javascript:alert(1)", "data:text/html,x", "//evil.example", "", None):
        assert text.safe_url(refused) is None
