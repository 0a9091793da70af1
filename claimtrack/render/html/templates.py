"""The templates of pages: everything is escaped, and a name that is not there is an error, never an empty place."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from claimtrack.domain.english import date_words, plural, quoted, to_minute
from claimtrack.domain.text import safe
from claimtrack.domain.urls import is_web_url
from claimtrack.render.report.wording import name_list, refs
from claimtrack.render.terminal.style import STATUS_MARKS
from claimtrack.render.terminal.width import shown


@cache
def environment() -> Environment:
    """The templates of `claimtrack/render/html/templates`, with the filters that they use.

    `shown` makes ledger text safe to show on one line, `passage` keeps its lines and spaces; `web` gives an address of
    the web and "" for all else.
    """
    templates = Environment(
        loader=PackageLoader("claimtrack.render.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(
        shown=shown,
        passage=lambda text: safe(text, lines=True),
        quoted=quoted,
        names=name_list,
        refs=refs,
        date_words=date_words,
        to_minute=to_minute,
        web=lambda url: url if url and is_web_url(url) else "",
    )
    templates.globals.update(plural=plural, status_marks=STATUS_MARKS)
    return templates


def template_source(name: str) -> str:
    """A file beside the templates, as it is: a stylesheet or a script."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), name)[0]


def render_template(template: str, **values: Any) -> Markup:
    """A template filled in; what it gives is markup and is not escaped again."""
    return Markup(environment().get_template(template).render(**values))
