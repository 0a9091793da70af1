"""What the head of a page states of the piece."""

import pytest

from claimtrack.reading.input.page_head import stated_in_head

DATED = '<meta property="article:published_time" content="2026-03-03T08:00:00+01:00">'
SITE = '<meta property="og:site_name" content="Radio Nord &amp; Co">'
BOTH = {"published": "2026-03-03T08:00:00+01:00", "publisher": "Radio Nord & Co"}


@pytest.mark.parametrize(
    ("head", "stated"),
    [
        (DATED + SITE, BOTH),
        (f"<META CONTENT='2026-03-03' NAME=Date>\n{SITE}", BOTH | {"published": "2026-03-03"}),
        ('<meta itemprop="datePublished" content="2026-03-03"/>', {"published": "2026-03-03"}),
        ('<meta name="date" content="2025-01-01">' + DATED, {"published": BOTH["published"]}),
        (DATED + DATED.replace("08", "09"), {"published": BOTH["published"]}),
        ('<meta name="description" content="a > b">' + DATED, {"published": BOTH["published"]}),
        (f"<!-- {DATED} --><script>'{DATED}'</script><title>{DATED}</title>", {}),
        ('<meta name="date" content="last Tuesday">', {}),
        ('<meta name="date" content="2026-03-03/2026-03-05">', {}),
        ('<meta name="date" content="">' + '<meta name="date">', {}),
        ('<meta name="publisher" content="https://social.example/nord">', {}),
        (f'<meta property="og:site_name" content="{"N" * 300}">', {}),
        ("<meta", {}),
        ("<<<meta content=>", {}),
    ],
)
def test_what_is_stated(head: str, stated: dict[str, str]) -> None:
    assert stated_in_head(f"<!doctype html><html><head>{head}</head><body><p>The dam held.</p>") == stated


def test_only_the_head_is_looked_at() -> None:
    assert stated_in_head(f"<html><head></head><body>{DATED}</body></html>") == {}
    assert stated_in_head("<!--" + "-" * 600_000 + f"-->{DATED}") == {}
