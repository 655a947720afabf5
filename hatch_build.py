"""What of the package's description is worked out when it is built: the long description, and the project's addresses.

Links of README.md lead to files beside it. On a page of its own they lead nowhere, so they become addresses in the
repository that CONTESTED_HOME names (`make dist HOME_URL=https://...`); without one they become plain words.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(?P<picture>!?)\[(?P<words>[^\]]*)\]\((?P<target>(?![a-z]+:|#)[^)\s]+)\)")


def long_description(text: str, home: str) -> str:
    """README with links that lead somewhere from any page."""

    def link(found: re.Match[str]) -> str:
        if not home:
            return "" if found["picture"] else found["words"]
        view = "raw" if found["picture"] else "blob"
        return f"{found['picture']}[{found['words']}]({home}/{view}/main/{found['target']})"

    return LINK.sub(link, text)


class Description(MetadataHookInterface):
    """Fills in `readme` and `urls`, which pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Called by hatchling."""
        home = os.environ.get("CONTESTED_HOME", "").rstrip("/")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": long_description(text, home)}
        if home:
            metadata["urls"] = {
                "Homepage": home, "Source": home, "Issues": f"{home}/issues",
                "Changes": f"{home}/blob/main/CHANGELOG.md",
            }  # fmt: skip
