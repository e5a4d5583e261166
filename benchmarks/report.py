"""What a benchmark found, as a table, a plot and JSON under benchmarks/results."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results")
LONGEST_BAR = 6.0


@dataclass(frozen=True)
class Row:
    """One line of a section's table: its cells by column."""

    name: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Aim:
    """A figure that the project set itself. `reached` is better when larger, or when smaller."""

    name: str
    reached: float
    aim: float
    smaller_is_better: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure reaches the aim."""
        return self.reached <= self.aim if self.smaller_is_better else self.reached >= self.aim

    @property
    def share(self) -> float:
        """How far the figure is beyond the aim (1 where it is just met), as long as a bar may be:
        one that shall be small may be nothing.
        """
        if not self.smaller_is_better:
            return min(self.reached / self.aim, LONGEST_BAR)
        return self.aim / max(self.reached, self.aim / LONGEST_BAR)


@dataclass(frozen=True)
class Section:
    """One benchmark: its table and its aims."""

    name: str
    title: str
    rows: list[Row]
    aims: list[Aim]


def _table(header: list[str], lines: list[list[str]]) -> str:
    rule = ["---"] * len(header)
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, rule, *lines])


def markdown(section: Section) -> str:
    """The section as Markdown: columns are the union of the rows' cells, in order of sight."""
    columns = list(dict.fromkeys(column for row in section.rows for column in row.cells))
    lines = [[row.name, *(row.cells.get(column, "") for column in columns)] for row in section.rows]
    aims = [
        [
            aim.name,
            f"{aim.reached:.2f}",
            f"{'≤' if aim.smaller_is_better else '≥'} {aim.aim:g}",
            "met" if aim.met else "missed",
        ]
        for aim in section.aims
    ]
    parts = [f"## {section.title}", _table(["", *columns], lines)]
    if aims:
        parts.append(_table(["aim", "reached", "wanted", ""], aims))
    return "\n\n".join(parts) + "\n"


def _plot(sections: list[Section], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    aims = [aim for section in sections for aim in section.aims]
    figure, axes = pyplot.subplots(figsize=(10, 0.4 * len(aims) + 1))
    colours = ["tab:green" if aim.met else "tab:red" for aim in aims]
    axes.barh([aim.name for aim in aims], [aim.share for aim in aims], color=colours)
    axes.axvline(1.0, color="black", linewidth=1)
    axes.set_xlabel("reached ÷ wanted (1 = the aim)")
    axes.invert_yaxis()
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def write(sections: list[Section]) -> None:
    """Write results.md, results.json and results.png."""
    RESULTS.mkdir(exist_ok=True)
    machine = f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}"
    text = f"# Results\n\nMade by `make bench` on {machine}.\n\n"
    text += "\n".join(markdown(section) for section in sections)
    (RESULTS / "results.md").write_text(text)
    data = [asdict(section) for section in sections]
    (RESULTS / "results.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    _plot(sections, RESULTS / "results.png")
