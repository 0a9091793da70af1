"""The command line: parse, action, render, exit status. Owns click."""
