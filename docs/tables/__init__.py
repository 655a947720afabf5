"""The tables that pages ask for, by the name in their comment; each is made from the declarations in the code."""

from collections.abc import Callable

from tables import audit, benchmarks, calibrated, command_line, equations, memory, model, python_names, scenario, zoo

TABLES: dict[str, Callable[..., str]] = {
    "plan": model.plan,
    "plan_columns": model.plan_columns,
    "phases": model.phases,
    "subsystems": model.subsystems,
    "parameters": model.parameters,
    "equations": equations.equations,
    "assumed": model.assumed,
    "calibrated": calibrated.calibrated,
    "columns": model.columns,
    "observables": model.observables,
    "streams": model.streams,
    "units": model.units,
    "acts": scenario.acts,
    "scenario_files": scenario.scenario_files,
    "sources": scenario.sources,
    "cli": command_line.cli,
    "python": python_names.python,
    "bytes_per_person": memory.bytes_per_person,
    "memory": memory.memory,
    "results": benchmarks.results,
    "audit_tests": audit.tests,
    "audit_quality": audit.quality_rules,
    "zoo_catalogue": zoo.catalogue,
    "zoo_statuses": zoo.statuses,
    "zoo_tally": zoo.tally,
    "zoo_replication": zoo.replication,
    "zoo_head": zoo.head,
    "zoo_pictures": zoo.pictures,
    "zoo_targets": zoo.targets,
    "zoo_card": zoo.card,
    "zoo_parameters": zoo.parameters,
    "zoo_observables": zoo.observables,
    "zoo_citation": zoo.citation,
}
