"""Errors say whether a call may have been executed, and name what they know."""

from __future__ import annotations

import pytest

from rpcgen_py.runtime import errors
from rpcgen_py.runtime._generated.rpc_msg import auth_stat

CLASSES = [
    found
    for found in vars(errors).values()
    if isinstance(found, type) and issubclass(found, errors.RpcError)
]


@pytest.mark.parametrize("error", CLASSES)
def test_docstring_agrees_with_the_attribute(error: type[errors.RpcError]) -> None:
    """The docstring is where a reader looks, `executed` where a program does."""
    assert error.__doc__ is not None
    text = " ".join(error.__doc__.split())
    if error is errors.RpcError:
        return
    surely_not = "not executed" in text
    perhaps = "may have been executed" in text or "executed in part" in text
    assert surely_not != perhaps, text
    assert error.executed == ("no" if surely_not else "unknown")


def test_auth_stat_is_the_protocols() -> None:
    """Without 0: AUTH_OK is no reason to refuse anybody."""
    assert {each.name: each.value for each in errors.AuthStat} == {
        each.name: each.value for each in auth_stat if each is not auth_stat.AUTH_OK
    }


@pytest.mark.parametrize(
    ("stat", "name"), [(5, "AUTH_TOOWEAK"), (13, "RPCSEC_GSS_CREDPROBLEM"), (99, "auth_stat 99")]
)
def test_auth_error_names_its_reason(stat: int, name: str) -> None:
    error = errors.AuthError(stat)
    assert error.stat == stat
    assert name in str(error)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "too long"),
        (("name",), "name: too long"),
        (("entries", 3, "name"), "entries[3].name: too long"),
        ((2, "name"), "[2].name: too long"),
    ],
)
def test_xdr_error_leads_to_the_field(path: tuple[str | int, ...], text: str) -> None:
    error = errors.XdrError("too long", path)
    assert str(error) == text
    assert (error.detail, error.path) == ("too long", path)
