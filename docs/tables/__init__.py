"""The tables that pages ask for, by the name in their comment; each is made from the declarations in the code."""

from tables import command_line, equations, memory, model, python_names, scenario

TABLES = {
    "plan": model.plan,
    "plan_columns": model.plan_columns,
    "phases": model.phases,
    "subsystems": model.subsystems,
    "parameters": model.parameters,
    "equations": equations.equations,
    "assumed": model.assumed,
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
}
