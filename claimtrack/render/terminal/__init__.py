"""What a terminal shows: columns, tables, colour, one record, one proposal. The report is in `render.report`."""
