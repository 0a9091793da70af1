"""Where schemas and migrations are found: in the installed package, else at the top of the checkout."""

from pathlib import Path

import pytest

from claimtrack import resources
from claimtrack.errors import ClaimtrackError
from tests.support.tree import ROOT


def test_in_this_checkout() -> None:
    """Both folders are there, with something in them."""
    assert (resources.schemas_folder() / "claim.json").is_file()
    assert (resources.migrations_folder() / "env.py").is_file()


def test_packaged_folder_first(tmp_path: Path) -> None:
    """An installed package looks at nothing outside itself."""
    package = tmp_path / "claimtrack"
    for folder in (package / "_schemas", tmp_path / "schemas"):
        folder.mkdir(parents=True)
    (tmp_path / "pyproject.toml").touch()
    assert resources._folder("schemas", package) == package / "_schemas"


def test_a_folder_of_another_project_is_not_taken(tmp_path: Path) -> None:
    """Beside an installed package without its schemas, a folder of that name is somebody else's."""
    package = tmp_path / "claimtrack"
    package.mkdir()
    (tmp_path / "schemas").mkdir()
    with pytest.raises(ClaimtrackError) as caught:
        resources._folder("schemas", package)
    assert "schemas" in caught.value.what
    (tmp_path / "pyproject.toml").touch()
    assert resources._folder("schemas", package) == tmp_path / "schemas"


def test_the_checkout_is_the_one_tested() -> None:
    """Not an installed copy."""
    assert resources.schemas_folder() in (ROOT / "schemas", ROOT / "claimtrack" / "_schemas")
