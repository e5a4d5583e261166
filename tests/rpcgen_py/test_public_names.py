"""Every public name of the packages is there, and comes from where the table says."""

from __future__ import annotations

import importlib

import pytest

PACKAGES = ("rpcgen_py", "kvstore")


@pytest.mark.parametrize(
    ("package", "name"),
    [(p, name) for p in PACKAGES for name in importlib.import_module(p).__all__],
)
def test_a_public_name_can_be_imported(package: str, name: str) -> None:
    assert getattr(importlib.import_module(package), name) is not None


@pytest.mark.parametrize("package", PACKAGES)
def test_any_other_name_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = importlib.import_module(package).nonsense
