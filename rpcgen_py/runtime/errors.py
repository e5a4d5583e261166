"""Every exception that the runtime and generated code raise on purpose."""

from __future__ import annotations

__all__ = ["ProcedureUnavailable", "RpcError", "XdrError"]


class XdrError(ValueError):
    """A value that its XDR type cannot hold, or bytes that are none of its encodings (RFC 4506).

    `path` leads from the outermost value to the offending field: names as attributes, numbers as
    indices. `detail` says what is wrong there. `str()` joins them:
    `entries[3].name: 17 bytes, at most 16`.
    """

    def __init__(self, detail: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(detail, path)
        self.detail = detail
        self.path = path

    def __str__(self) -> str:
        where = ""
        for step in self.path:
            if isinstance(step, int):
                where += f"[{step}]"
            else:
                where += f".{step}" if where else step
        return f"{where}: {self.detail}" if where else self.detail


class RpcError(Exception):
    """A remote call that did not end with a result."""


class ProcedureUnavailable(RpcError):  # noqa: N818 (the protocol calls it PROC_UNAVAIL)
    """The server does not have this procedure (PROC_UNAVAIL, RFC 5531 §9).

    A handler raises it to say so; the call was not executed.
    """
