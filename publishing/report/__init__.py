"""report.html: one page about the sales cycle, made from the published marts and nothing else.

`write` is the whole interface. A section of the page is one module in `sections/` and one template
of the same name in `templates/`; a number leads to the records behind it (`records.py`).
Contacts are never opened: the page holds ids and masked values only.
"""

from publishing.report.page import write

__all__ = ["write"]
