"""What `import contested` gives, read from signatures and docstrings."""

from __future__ import annotations

import inspect
import re

from tables.page import Link, table


def python(link: Link) -> str:
    """What `import contested` gives."""
    import contested

    parts = []
    for name in contested.__all__:
        if name == "__version__":
            continue
        value = getattr(contested, name)
        doc = inspect.cleandoc(value.__doc__ or "")
        if inspect.isclass(value):
            parts.append(f"## {name}\n\n{doc.split(chr(10))[0]}\n\n{_methods(value)}")
        else:
            parts.append(f"## {name}\n\n```text\n{name}{_signature(value)}\n\n{doc}\n```")
    return "\n\n".join(part.strip() for part in parts)


def _methods(kind: type) -> str:
    rows = []
    for base in reversed(kind.__mro__[:-1]):
        for name, value in vars(base).items():
            if name.startswith("_") or base is Exception or base is BaseException:
                continue
            call = f"{name}{_signature(value)}" if inspect.isfunction(value) else name
            doc = inspect.cleandoc(getattr(value, "__doc__", None) or "")
            call = call.replace("self, ", "").replace("(self)", "()")
            rows.append((f"`{call}`", doc.split("\n\n")[0].replace("\n", " ")))
    return table(("member", "what it gives"), rows) if rows else ""


def _signature(function: object) -> str:
    text = str(inspect.signature(function))
    text = re.sub(r"<function (\w+) at 0x[0-9a-f]+>", r"\1", text)
    return text.replace("'", "")
