"""Tests of each kind of finding."""
