"""`kvctl snapshot`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kvstore.cli.admin import open_admin
from kvstore.cli.exits import Exit, interruptible
from kvstore.cli.output import write_json, write_line, write_pairs
from kvstore.cli.progress import progress
from kvstore.dev.saved_snapshot import DamagedSnapshot, load, save
from kvstore.errors import InvalidRequest

if TYPE_CHECKING:
    from kvstore.cli.command_parser import CommandParser
    from kvstore.dev.restore import Restored

__all__ = ["declare"]


def declare(parser: CommandParser) -> None:
    """Add the commands of `snapshot`."""
    parser.add_commands(
        {
            "save": ("save what the cluster holds to a file", ()),
            "status": ("check a saved file, and say what it holds", ()),
            "restore": ("make the data folders of a new cluster from a saved file", ()),
        },
        dest="snapshot_command",
    )
    below = parser.commands
    below["save"].does(save_)
    below["status"].does(status)
    below["restore"].does(restore)
    for each in below.values():
        each.add_argument("file", metavar="FILE", type=Path)
    below["restore"].add_argument(
        "--members",
        type=_members,
        default="1@localhost:9001",
        metavar="ID@HOST:PORT,...",
        help="who belongs to the new cluster (default: 1@localhost:9001)",
    )
    below["restore"].add_argument(
        "--dir",
        type=Path,
        required=True,
        metavar="DIR",
        help="where to make the folders: DIR/node-ID, for kvd's --data-dir",
    )


def _members(text: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in text.split(","):
        number, _, address = each.strip().partition("@")
        if not (number.isascii() and number.isdecimal() and ":" in address):
            raise argparse.ArgumentTypeError(f"{each!r} is not ID@HOST:PORT")
        if not 0 < int(number) < 1 << 63 or int(number) in found:
            raise argparse.ArgumentTypeError(f"{each!r}: numbers are from 1 upwards, each once")
        found[int(number)] = address
    return found


def save_(options: argparse.Namespace) -> Exit:
    """Save what a node holds; what was in the file is replaced when all is there."""
    with progress("saving") as show:

        def shown(size: int) -> None:
            show(f"{size / 1e6:.1f} MB")

        try:
            with open_admin(options) as node, interruptible():
                size = save(options.file, node.snapshot(), shown)
        except OSError as error:
            raise InvalidRequest(f"cannot write {options.file}: {error.strerror}") from None
    if options.output == "json":
        write_json({"file": str(options.file), "size": size})
    else:
        write_line(f"snapshot saved at {options.file} ({size} bytes)")
    return Exit.DONE


def status(options: argparse.Namespace) -> Exit:
    """Read a file through, and say what it holds."""
    from kvstore.mvcc.snapshot_errors import MalformedSnapshot  # noqa: PLC0415 (only this needs it)
    from kvstore.mvcc.state_machine import StateMachine  # noqa: PLC0415 (the same)

    try:
        machine = StateMachine.restore(load(options.file))
    except (DamagedSnapshot, MalformedSnapshot) as error:
        return _refused(str(error))
    except OSError as error:
        raise InvalidRequest(f"cannot read {options.file}: {error.strerror}") from None
    shown = {
        "file": str(options.file),
        "size": options.file.stat().st_size,
        "revision": machine.revision,
        "compacted_revision": machine.compacted_revision,
        "keys": machine.keys,
        "applied_index": machine.applied_index,
    }
    if options.output == "json":
        write_json(shown)
    else:
        write_pairs(shown.items())
    return Exit.DONE


def restore(options: argparse.Namespace) -> Exit:
    """Make the data folders of a new cluster."""
    from kvstore.dev import restore as making  # noqa: PLC0415 (it imports most of a node)
    from kvstore.mvcc.snapshot_errors import MalformedSnapshot  # noqa: PLC0415 (the same)
    from kvstore.storage.errors import StorageError  # noqa: PLC0415 (the same)

    try:
        with progress("restoring:") as show, interruptible():
            made = making.restore(load(options.file), options.members, options.dir, show)
    except (DamagedSnapshot, MalformedSnapshot, making.NotRestorable, StorageError) as error:
        return _refused(str(error))
    except OSError as error:
        where = error.filename or options.dir
        raise InvalidRequest(f"cannot use {where}: {error.strerror}") from None
    _print(made, options)
    return Exit.DONE


def _print(made: Restored, options: argparse.Namespace) -> None:
    if options.output == "json":
        write_json(
            {
                "cluster_id": f"{made.cluster_id:016x}",
                "revision": made.revision,
                "keys": made.keys,
                "folders": [str(folder) for folder in made.folders],
            }
        )
        return
    write_line(
        f"cluster {made.cluster_id:016x} with {made.keys} keys at revision {made.revision}; start "
        "it with:"
    )
    for (node_id, address), folder in zip(
        sorted(options.members.items()), made.folders, strict=True
    ):
        peers = [f"{other}@{at}" for other, at in options.members.items() if other != node_id]
        line = f"kvd --id={node_id} --port={address.rpartition(':')[2]} --data-dir={folder}"
        write_line(line + (f" --peers={','.join(peers)}" if peers else ""))


def _refused(reason: str) -> Exit:
    sys.stderr.write(f"kvctl: {reason}\n")
    return Exit.NO
