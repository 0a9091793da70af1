"""The tests stand where the modules do that they test."""

from tests.support.tree import PACKAGE, ROOT, project_files

NOT_OF_THE_PACKAGE = {
    "browser",  # pages in a real browser
    "cases",  # dropped-in cases: data
    "house",  # the project's own order
    "migrations",  # the folder of that name at the top of the repository
    "support",  # what tests share
}
DATA = {"snapshots"}


def test_folders_of_tests_mirror_the_package() -> None:
    """Every folder below tests/ that holds tests has a folder of the package of the same path."""
    tests = ROOT / "tests"
    folders = {path.parent.relative_to(tests) for path in project_files() if path.is_relative_to(tests)}
    without = [
        str(folder)
        for folder in sorted(folders)
        if folder.parts
        and folder.parts[0] not in NOT_OF_THE_PACKAGE
        and folder.name not in DATA
        and not (PACKAGE / folder / "__init__.py").is_file()
    ]
    assert without == []


def test_exceptions_are_needed() -> None:
    """No exception is listed that is not there, or that the package has a folder for."""
    for name in NOT_OF_THE_PACKAGE:
        assert (ROOT / "tests" / name).is_dir(), name
        assert not (PACKAGE / name).exists(), name
