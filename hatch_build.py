"""Read the package's dependencies from requirements.in, so that they stand once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RequirementsHook(MetadataHookInterface):
    def update(self, metadata: dict) -> None:
        lines = (Path(self.root) / "requirements.in").read_text().splitlines()
        names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        metadata["dependencies"] = [n for n in names if n not in {"hatchling", "editables"}]


def get_metadata_hook() -> type[MetadataHookInterface]:
    return RequirementsHook
