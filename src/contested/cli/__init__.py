"""Words on a terminal: reads what was typed, calls one task, prints. Nothing heavy is imported until a command runs."""

from contested.cli.memory import check_limit

check_limit()  # before anything else is imported: where memory is too tight, importing is what fails

from contested.cli.main import main as main  # noqa: E402
