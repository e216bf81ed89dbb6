"""From a folder of YAML files to a pack, or to the whole list of what is wrong with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from owf.questionnaire import checks
from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackErrors, PackProblem, shown_path, suggestion
from owf.questionnaire.shape import ChangesFile, PackFile, ScalesFile, ThemeFile, parse
from owf.questionnaire.yaml_source import Source, read_source

_M = TypeVar("_M", bound=BaseModel)


def load_pack(folder: Path) -> Pack:
    """The pack in `folder` (`pack.yaml`, `scales.yaml`, `themes/*.yaml`, `changes.yaml`).

    The first pack of all has no `changes.yaml`.

    Raises:
        PackErrors: with every problem in every file, where there is any.
    """
    if not (folder / "pack.yaml").is_file():
        raise PackErrors([_no_pack(folder)])
    reading = _Reading()
    pack = reading.read(folder / "pack.yaml")
    scales = reading.read(folder / "scales.yaml")
    paths = {path.stem: path for path in sorted((folder / "themes").glob("*.yaml"))}
    themes = {name: source for name, path in paths.items() if (source := reading.read(path))}

    has_changes = (folder / "changes.yaml").is_file()
    changes = reading.read(folder / "changes.yaml") if has_changes else None

    head = reading.parse(pack, PackFile)
    lineage = reading.parse(changes, ChangesFile)
    scale_list = reading.parse(scales, ScalesFile)
    parsed = {name: reading.parse(source, ThemeFile) for name, source in themes.items()}

    listed = pack.texts(("themes",)) if pack else []
    ordered = [themes[name] for name in dict.fromkeys([*listed, *themes]) if name in themes]
    if pack:
        shown = {name: shown_path(path) for name, path in paths.items()}
        reading.problems += checks.theme_files(pack, shown)
        reading.problems += checks.unknown_aspects(pack, ordered)
        reading.problems += checks.repeated([pack], "aspects", "id")
        reading.problems += checks.repeated([pack], "sectors", "id")
    if scales:
        reading.problems += checks.scale_rules(scales, listed)
    reading.problems += checks.theme_ids(themes)
    reading.problems += checks.repeated(ordered, "items", "id")
    reading.problems += checks.repeated(ordered, "items", "code")

    found = [theme for name in listed if (theme := parsed.get(name))]
    if reading.problems or head is None or scale_list is None:
        raise PackErrors(reading.problems)
    return _assemble(head, scale_list, found, lineage)


def find_packs(root: Path) -> list[Path]:
    """The pack folders `root/<id>/<version>`, sorted by id and version."""
    return sorted(path.parent for path in root.glob("*/*/pack.yaml"))


def load_named(root: Path, name: str) -> Pack:
    """The pack that people call `name`, such as `integrated-working@2008`.

    Raises:
        PackErrors: where there is none, where its folder has another name, or where it is broken.
    """
    # Chosen from what is there, so that a name can never lead out of the root.
    folders = {f"{path.parent.name}@{path.name}": path for path in find_packs(root)}
    if name not in folders:
        remedy = suggestion(name, folders) if folders else "put packs in <id>/<version> folders"
        raise PackErrors([PackProblem(shown_path(root), 1, f"there is no pack `{name}`", remedy)])
    pack = load_pack(folders[name])
    if pack.name != name:
        raise PackErrors(
            [
                PackProblem(
                    shown_path(folders[name] / "pack.yaml"),
                    1,
                    f"this pack calls itself {pack.name}",
                    f"correct its id and version or move it out of the folder of {name}",
                )
            ]
        )
    return pack


def _assemble(
    head: PackFile, scales: ScalesFile, themes: Sequence[BaseModel], lineage: ChangesFile | None
) -> Pack:
    fields: dict[str, Any] = {key: getattr(head, key) for key in PackFile.model_fields}
    first, *more = scales.scales
    parts = {"themes": tuple(themes), "scale": first, "more_scales": tuple(more)}
    return Pack.model_validate(fields | parts | {"lineage": lineage})


def _no_pack(folder: Path) -> PackProblem:
    return PackProblem(
        shown_path(folder),
        1,
        "this is no pack: there is no pack.yaml in it",
        "name a folder that has one, such as questions/integrated-working/2008",
    )


class _Reading:
    """Reads a pack's files one by one and keeps every problem on the way."""

    def __init__(self) -> None:
        self.problems: list[PackProblem] = []

    def read(self, path: Path) -> Source | None:
        source, problems = read_source(path)
        self.problems += problems
        return source

    def parse(self, source: Source | None, model: type[_M]) -> _M | None:
        if source is None:
            return None
        parsed, problems = parse(source, model)
        self.problems += problems
        return parsed
