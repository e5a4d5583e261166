"""Options that every test folder shares: where outside data lies, and which skips are accepted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.register_profile("soak", settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("sunrpc-kv")
    group.addoption(
        "--corpus",
        type=Path,
        default=os.environ.get("SUNRPC_KV_CORPUS"),
        help="folder of real .x files (or the environment's SUNRPC_KV_CORPUS)",
    )
    group.addoption(
        "--goldens",
        type=Path,
        default=os.environ.get("SUNRPC_KV_GOLDENS"),
        help="folder of Raft transcripts (or the environment's SUNRPC_KV_GOLDENS)",
    )
    group.addoption(
        "--accepted-skips",
        type=Path,
        help="file of reasons (one a line, # comments): a test skipped for any other fails the run",
    )


def _folder(config: pytest.Config, option: str) -> Path:
    value = config.getoption(option)
    if value is None:
        pytest.skip(f"needs --{option} DIR")
    folder = Path(value)
    if not folder.is_dir():
        pytest.fail(f"--{option} {folder}: no such folder")
    return folder.resolve()


@pytest.fixture(scope="session")
def corpus(pytestconfig: pytest.Config) -> Path:
    """The folder of real .x files."""
    return _folder(pytestconfig, "corpus")


@pytest.fixture(scope="session")
def goldens(pytestconfig: pytest.Config) -> Path:
    """The folder of Raft transcripts."""
    return _folder(pytestconfig, "goldens")


class SkipCensus:
    """Counts skips by reason, and fails the run on one that the accepted list does not hold.

    A skip that nobody expects hides a test that no longer runs; CI passes the list.
    """

    def __init__(self, accepted: frozenset[str] | None) -> None:
        self.accepted = accepted
        self.reasons: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._count(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._count(report)

    def _count(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            self.reasons[reason] = self.reasons.get(reason, 0) + 1

    def _unlisted(self) -> list[str]:
        if self.accepted is None:
            return []
        return [reason for reason in sorted(self.reasons) if reason not in self.accepted]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._unlisted() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for reason, count in sorted(self.reasons.items()):
            terminalreporter.write_line(f"skipped {count}: {reason}")
        for reason in self._unlisted():
            terminalreporter.write_line(f"FAILED: this skip is not listed: {reason}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("accepted_skips")
    accepted = None
    if path is not None:
        lines = (line.strip() for line in path.read_text().splitlines())
        accepted = frozenset(line for line in lines if line and not line.startswith("#"))
    config.pluginmanager.register(SkipCensus(accepted), "skip-census")
