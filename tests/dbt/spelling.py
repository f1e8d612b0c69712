"""What a model may not spell, because only one engine understands it or because it hides a zone."""

import re

DUCKDB_ONLY = {
    "qualify": r"\bqualify\b",
    "cast by colons": r"::",
    "list functions": r"\blist_\w+\s*\(",
    "struct functions": r"\bstruct_\w+\s*\(",
    "epoch": r"\bepoch(_\w+)?\s*\(",
    "date_diff": r"\b(date_?diff|date_sub|date_part)\s*\(",
    "strftime": r"\bstr[fp]time\s*\(",
    "arg_max": r"\barg_(max|min)\s*\(",
    "quantile": r"\bquantile\w*\s*\(",
    "exclude": r"\*\s*(exclude|except|replace)\s*\(",
    "unnest": r"\bunnest\s*\(",
    "reading files": r"\bread_\w+\s*\(",
    "timezone": r"\btimezone\s*\(|\bat time zone\b",
    "interval": r"\binterval\s+['\d(]",
    "try_cast": r"\btry_cast\s*\(",
    "json functions": r"\bjson_\w+\s*\(|->>",
    "hashes": r"\b(md5|hash)\s*\(",
    "group by all": r"\bgroup by all\b",
    "filter": r"\bfilter\s*\(\s*where\b",
    "the clock": r"\b(now\s*\(|current_(timestamp|date)\b)",
}
ZONE_BLIND = {
    "an instant cast to a date": r"\bcast\s*\(\s*[\w.]*_at\s+as\s+date\b",
    "date() of an instant": r"\bdate\s*\(\s*[\w.]*_at\s*\)",
    "an instant truncated": r"\bdate_trunc\s*\(",
}


def offences(sql: str) -> list[str]:
    """Names of the rules that a model's own text breaks, in Jinja or out of it.

    Calls of macros are not SQL: of a Jinja expression only its string literals are, since they
    become SQL. Comments are neither.
    """
    text = _sql_of(sql)
    return [
        name
        for name, pattern in {**DUCKDB_ONLY, **ZONE_BLIND}.items()
        if re.search(pattern, text, re.IGNORECASE)
    ]


def _sql_of(sql: str) -> str:
    without_comments = re.sub(r"\{#.*?#\}", " ", sql, flags=re.DOTALL)
    without_comments = re.sub(r"--[^\n]*", " ", without_comments)
    without_logic = re.sub(r"\{%.*?%\}", " ", without_comments, flags=re.DOTALL)
    return re.sub(r"\{\{(.*?)\}\}", _literals, without_logic, flags=re.DOTALL)


def _literals(expression: re.Match[str]) -> str:
    strings = re.findall(r"\"([^\"]*)\"|'([^']*)'", expression.group(1))
    return " ".join(double or single for double, single in strings)
