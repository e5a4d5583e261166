"""Types that only C knows and `--external NAME=module.Type` supplies: codecs of a Python module."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from rpcgen_py.compiler import ir

__all__ = ["ExternalCodec", "load_external"]


@dataclass(frozen=True, slots=True)
class ExternalCodec:
    """The two functions that the module exports for the type, as a generated module would."""

    pack: Callable[..., bytes]
    unpack: Callable[[bytes, int, int, int], tuple[Any, int]]


@cache
def load_external(external: ir.External) -> ExternalCodec:
    """Import the module; raises `LookupError` if there is none, or none with the codecs."""
    name = external.python_name
    try:
        module = importlib.import_module(external.python_module)
        pack, unpack = getattr(module, f"pack_{name}"), getattr(module, f"unpack_{name}")
    except (ImportError, AttributeError) as error:
        raise LookupError(f"--external {external.name}: {error}") from None
    return ExternalCodec(pack, unpack)
