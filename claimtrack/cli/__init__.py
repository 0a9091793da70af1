"""The command line: parse, call an action, print, exit status. Owns click. No SQL and no rules."""
