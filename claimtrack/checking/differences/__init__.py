"""What one text has in place of what another has: a place, a unit, a title, a day. It knows no claims and no drafts."""
