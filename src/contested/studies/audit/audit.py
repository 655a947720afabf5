"""An audit's folder, opened.

AUDIT/audit.json     what was audited, the verdict and the findings
AUDIT/findings.csv, quality.csv, flags.csv, regions.csv, honest.csv    tables; the same as .parquet, and as audit.xlsx
AUDIT/tables/        what findings rest on, a table each
AUDIT/state/         the returns as they were read, and all else that the page is written from
AUDIT/report.html, figures/
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from contested.ground.errors import CheckpointError
from contested.studies.audit.folder import read_state, state_file
from contested.studies.result import Study

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from contested.forensics.finding import Finding
    from contested.forensics.suite import AuditResult


class Audit(Study):
    """An audit's folder, opened."""

    kind = "audit"
    last = "audit.json"

    @cached_property
    def audited(self) -> AuditResult:
        """Returns, findings and controls.

        Raises
        ------
        CheckpointError
            If the audit is of format 1, which did not store them.
        """
        if not state_file(self.path).is_file():
            raise CheckpointError(
                f"{self.path}: an audit of an earlier version, which did not store the returns; its tables can be "
                "read.",
                "audit the returns again into another folder",
            )
        self.integrity.check()
        return read_state(self.path, self.record)

    @property
    def findings(self) -> dict[str, Finding]:
        """Findings by name."""
        return self.audited.by_name

    @property
    def verdict(self) -> tuple[str, ...]:
        """What can be said, most certain first."""
        return tuple(self.record["verdict"])

    def to_polars(self) -> pl.DataFrame:
        """Findings as a table, one row per finding."""
        return self.tables["findings"]

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Tables by name, read when asked for: findings, quality (of the data), flags, regions, honest (alarms on
        honest elections). What single findings rest on is in `findings[NAME].tables`."""
        return super().tables

    def _about(self) -> list[tuple[str, str]]:
        return [
            ("audit", str(self.record["title"])),
            ("leader", str(self.record["leader"])),
            ("honest elections", str(self.record["honest elections"])),
            ("seed", str(self.record["seed"])),
            *[("verdict", sentence) for sentence in self.verdict],
        ]
