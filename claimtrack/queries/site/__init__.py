"""A whole story in portions: the report's rows for ledgers too big for memory. Its pages: `render.html.site`."""
