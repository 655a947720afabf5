"""Words on a terminal: reads what was typed, calls one task, prints. Nothing heavy is imported until a command runs."""

from contested.cli.main import main as main
