"""The packs of a folder such as `questions/`, each in `<id>/<version>`, and by name."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from owf.questionnaire.loader import PackReport, check_pack
from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackErrors, PackProblem, shown_path, suggestion


def find_packs(root: Path) -> list[Path]:
    """The pack folders `root/<id>/<version>`, sorted by id and version."""
    return sorted(path.parent for path in root.glob("*/*/pack.yaml"))


def name_of(folder: Path) -> str:
    """What people call the pack in a folder `<id>/<version>`, such as `integrated-working@2008`."""
    place = folder.absolute()
    return f"{place.parent.name}@{place.name}"


def folder_of(root: Path, name: str) -> Path:
    """The folder of the pack that people call `name`.

    Raises:
        PackErrors: where there is none.
    """
    # Chosen from what is there, so that a name can never lead out of the root.
    folders = {name_of(folder): folder for folder in find_packs(root)}
    if name not in folders:
        remedy = suggestion(name, folders) if folders else "put packs in <id>/<version> folders"
        raise PackErrors([PackProblem(shown_path(root), 1, f"there is no pack `{name}`", remedy)])
    return folders[name]


def check_named(folder: Path) -> PackReport:
    """What is to be said of a pack on the shelf, which must bear its folder's name."""
    report, name = check_pack(folder), name_of(folder)
    if report.pack is None or report.pack.name == name:
        return report
    misnamed = PackProblem(
        shown_path(folder / "pack.yaml"),
        1,
        f"this pack calls itself {report.pack.name}",
        f"correct its id and version or move it out of the folder of {name}",
    )
    return replace(report, errors=tuple(sorted((*report.errors, misnamed))), warnings=())


def check_all(root: Path) -> Mapping[str, PackReport]:
    """What is to be said of every pack below `root`, by name; read anew where a file changed."""
    files = sorted(path for path in root.glob("*/*/**/*") if path.is_file())
    stamp = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return _checked(root, stamp)


@lru_cache(maxsize=4)
def _checked(root: Path, _stamp: tuple[tuple[Path, int, int], ...]) -> Mapping[str, PackReport]:
    return {name_of(folder): check_named(folder) for folder in find_packs(root)}


def load_named(root: Path, name: str) -> Pack:
    """The pack that people call `name`, such as `integrated-working@2008`.

    Raises:
        PackErrors: where there is none, where its folder has another name, or where it is broken.
    """
    report = check_named(folder_of(root, name))
    if report.errors or report.pack is None:
        raise PackErrors(report.errors)
    return report.pack
