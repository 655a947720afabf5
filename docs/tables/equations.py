"""The equations of the model page: the sections that the subsystems' own pages hold, so that each stands once."""

from __future__ import annotations

import re

from tables.page import DOCS, Link

_SECTION = re.compile(r"^## Equations\n(.*?)^## ", re.MULTILINE | re.DOTALL)


def equations(link: Link) -> str:
    """The section `Equations` of every subsystem, in the order in which their columns are declared."""
    from contested.nation.plan import SUBSYSTEMS

    parts = []
    for name in SUBSYSTEMS:
        text = (DOCS / "subsystems" / f"{name}.md").read_text(encoding="utf-8")
        section = _SECTION.search(text)
        if section is None:
            raise KeyError(f"subsystems/{name}.md has no section Equations")
        parts.append(f"### {link.subsystem(name)}\n\n{_moved(section[1]).strip()}")
    return "\n\n".join(parts)


def _moved(text: str) -> str:
    """Links as they must read one folder higher."""
    text = re.sub(r"\]\((?!\.\./|https?:)", "](subsystems/", text)
    return text.replace("](../", "](")
