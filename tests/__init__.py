"""The tests of claimtrack; they mirror the package."""
