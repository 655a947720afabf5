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
        if inspect.ismodule(value):
            parts.append(f"## {name}\n\n```text\n{doc}\n```")
        elif inspect.isclass(value):
            parts.append(f"## {name}\n\n{doc.split(chr(10))[0]}\n\n{_methods(value)}")
        else:
            parts.append(f"## {name}\n\n```text\n{name}{_signature(value)}\n\n{doc}\n```")
    return "\n\n".join(part.strip() for part in parts)


def _methods(kind: type) -> str:
    fields = _fields(kind)
    rows = {name: (f"`{name}`", words) for name, words in fields.items()}
    for base in reversed(kind.__mro__):
        if base.__module__ in ("builtins", "typing"):
            continue
        for name, value in vars(base).items():
            # a plain value has the words of its type, which say nothing of it
            if name.startswith("_") or name in fields or getattr(value, "__doc__", None) == type(value).__doc__:
                continue
            call = f"{name}{_signature(value)}" if inspect.isfunction(value) else name
            doc = inspect.cleandoc(value.__doc__ or "")
            rows[name] = (f"`{call}`", doc.split("\n\n")[0].replace("\n", " "))
    return table(("member", "what it gives"), list(rows.values())) if rows else ""


def _fields(kind: type) -> dict[str, str]:
    """Name -> words of each value that an object is made from, if its class says so in a section of parameters."""
    if not (hasattr(kind, "__dataclass_fields__") or hasattr(kind, "_fields")):
        return {}
    section = inspect.cleandoc(kind.__doc__ or "").partition("Parameters\n----------\n")[2].partition("\n\n")[0]
    found = re.findall(r"^(\w+) : [^\n]*\n((?: {4}[^\n]*\n?)+)", section + "\n", re.MULTILINE)
    return {name: " ".join(words.split()) for name, words in found}


def _signature(function: object) -> str:
    shown = []
    keyword_only = False
    signature = inspect.signature(function)
    for p in signature.parameters.values():
        if p.name == "self":
            continue
        if p.kind is p.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            shown.append("*")
        default = "" if p.default is p.empty else f" = {getattr(p.default, '__name__', repr(p.default))}"
        shown.append(f"{p.name}: {p.annotation}{default}")
    gives = "" if signature.return_annotation is signature.empty else f" -> {signature.return_annotation}"
    return f"({', '.join(shown)}){gives}"
