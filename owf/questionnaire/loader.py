"""From a folder of YAML files to a pack, or to the list of all that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from owf.questionnaire import checks, item_checks, lineage_checks, published
from owf.questionnaire.file_shapes import ChangesFile, PackFile, ScalesFile, ThemeFile, parse
from owf.questionnaire.models import Pack
from owf.questionnaire.problems import PackErrors, PackProblem, shown_path, suggestion
from owf.questionnaire.yaml_source import Source, read_source

_M = TypeVar("_M", bound=BaseModel)


@dataclass(frozen=True)
class PackReport:
    """`pack` as far as it could be read; with errors it may not be used.

    `line` has the packs it leads from, the nearest first; none where that is unknown.
    """

    errors: tuple[PackProblem, ...]
    warnings: tuple[PackProblem, ...] = ()
    pack: Pack | None = None
    line: tuple[Pack, ...] = ()


def load_pack(folder: Path) -> Pack:
    """PackErrors with every problem in every file; warnings do not count."""
    report = check_pack(folder)
    if report.errors or report.pack is None:
        raise PackErrors(report.errors)
    return report.pack


def check_pack(folder: Path) -> PackReport:
    """The pack it leads from is beside it, under `<id>/<version>`."""
    return _check(folder, ())


def _check(folder: Path, trail: tuple[Path, ...]) -> PackReport:
    """`trail` are the folders of the packs that lead from it."""
    if not (folder / "pack.yaml").is_file():
        return PackReport((_no_pack(folder),))
    reading = _Reading(folder)
    pack, problems = reading.pack_and_problems()
    changes, lineage = reading.sources.get("changes.yaml"), reading.lineage
    line: tuple[Pack, ...] = ()
    if changes and lineage:
        problems += lineage_checks.each_change(changes, lineage)
        line, broken = _packs_before(folder, changes, lineage.since, trail)
        problems += broken
        if pack and line:
            problems += lineage_checks.all_accounted(changes, lineage, pack, line)
    warnings: list[PackProblem] = []
    if pack:
        problems += published.frozen_rules(folder, pack, reading.sources)
    if pack and not problems:
        head = reading.sources["pack.yaml"]
        warnings += published.never_published(folder, pack, head)
        warnings += checks.warnings_of(pack, reading.sources)
        warnings += checks.missing_changes(folder, pack, head)
    return PackReport(_sorted(problems), _sorted(warnings), pack, line)


def _packs_before(
    folder: Path, changes: Source, since: str, trail: tuple[Path, ...]
) -> tuple[tuple[Pack, ...], list[PackProblem]]:
    """The nearest first, or the one problem with finding them."""
    here = folder.resolve()
    pack_id, _, version = since.partition("@")
    wanted = here.parent.parent / pack_id / version

    def problem(what: str, todo: str) -> tuple[tuple[Pack, ...], list[PackProblem]]:
        return (), [changes.problem(("since",), what, todo)]

    if wanted in (here, *trail):
        way = [f"{one.parent.name}@{one.name}" for one in (*trail, here, wanted)]
        return problem(
            f"`since` goes round in a circle: {', '.join(way[way.index(since) :])}",
            "name the pack that came before this one",
        )
    if not (wanted / "pack.yaml").is_file():
        there = [
            f"{path.parent.parent.name}@{path.parent.name}"
            for path in here.parent.parent.glob("*/*/pack.yaml")
            if path.parent != here
        ]
        return problem(f"there is no pack `{since}` beside this one", suggestion(since, there))
    report = _check(wanted, (*trail, here))
    if report.errors or report.pack is None:
        first = report.errors[0]
        return problem(
            f"{since} is broken ({first.file}:{first.line}: {first.what})",
            "correct that pack first",
        )
    if report.pack.name != since:
        return problem(
            f"the pack in the folder of {since} calls itself {report.pack.name}",
            "correct its id and version",
        )
    return (report.pack, *report.line), []


def _sorted(problems: Iterable[PackProblem]) -> tuple[PackProblem, ...]:
    return tuple(sorted(set(problems)))


def _no_pack(folder: Path) -> PackProblem:
    return PackProblem(
        shown_path(folder),
        1,
        "this is not a pack: there is no pack.yaml in it",
        "name a folder that has one, such as questions/integrated-working/2008",
    )


class _Reading:
    """`sources` are the files that can be read at all, by their name in the folder."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[PackProblem] = []
        self.sources: dict[str, Source] = {}
        self.lineage: ChangesFile | None = None
        self._folder = folder

    def pack_and_problems(self) -> tuple[Pack | None, list[PackProblem]]:
        """The pack where each file can be read."""
        paths = {path.stem: path for path in sorted((self._folder / "themes").glob("*.yaml"))}
        head = self._parse("pack.yaml", PackFile)
        scales = self._parse("scales.yaml", ScalesFile)
        themes = {name: self._parse(f"themes/{name}.yaml", ThemeFile) for name in paths}
        has_changes = (self._folder / "changes.yaml").is_file()
        self.lineage = self._parse("changes.yaml", ChangesFile) if has_changes else None
        self._check({name: shown_path(path) for name, path in paths.items()})
        listed = [themes.get(name) for name in dict.fromkeys(head.themes)] if head else []
        found = [theme for theme in listed if theme]
        if head is None or scales is None or len(found) < len(listed):
            return None, self.problems
        return _assemble(head, scales, found, self.lineage), self.problems

    def _parse(self, name: str, model: type[_M]) -> _M | None:
        source, problems = read_source(self._folder / name)
        self.problems += problems
        if source is None:
            return None
        self.sources[name] = source
        parsed, problems = parse(source, model)
        self.problems += problems
        return parsed

    def _check(self, theme_files: Mapping[str, str]) -> None:
        """The problems that no single value can have."""
        pack, scales = self.sources.get("pack.yaml"), self.sources.get("scales.yaml")
        themes = {
            name: source
            for name in theme_files
            if (source := self.sources.get(f"themes/{name}.yaml"))
        }
        listed = pack.texts(("themes",)) if pack else []
        ordered = [themes[name] for name in dict.fromkeys([*listed, *themes]) if name in themes]
        if pack:
            self.problems += checks.theme_files(pack, theme_files)
            self.problems += item_checks.unknown_references(pack, scales, ordered)
            self.problems += checks.repeated([pack], "aspects", "id")
            self.problems += checks.repeated([pack], "sectors", "id")
        if scales:
            self.problems += checks.scale_rules(scales, listed, themes)
            self.problems += checks.repeated([scales], "scales", "id")
        self.problems += checks.theme_ids(themes)
        self.problems += checks.repeated(ordered, "items", "id")
        self.problems += checks.repeated(ordered, "items", "code")
        self.problems += item_checks.conditions(scales, ordered)
        self.problems += item_checks.evidence(scales, ordered)


def _assemble(
    head: PackFile, scales: ScalesFile, themes: Sequence[BaseModel], lineage: ChangesFile | None
) -> Pack:
    fields: dict[str, Any] = {key: getattr(head, key) for key in PackFile.model_fields}
    first, *more = scales.scales
    parts = {"themes": tuple(themes), "scale": first, "more_scales": tuple(more)}
    return Pack.model_validate(fields | parts | {"lineage": lineage})


def find_packs(root: Path) -> list[Path]:
    """The pack folders `root/<id>/<version>`, sorted."""
    return sorted(path.parent for path in root.glob("*/*/pack.yaml"))


def name_of(folder: Path) -> str:
    """Of a folder `<id>/<version>`, such as `integrated-working@2008`."""
    place = folder.absolute()
    return f"{place.parent.name}@{place.name}"


def folder_of(root: Path, name: str) -> Path:
    """PackErrors where there is none."""
    # Chosen from what is there, so that a name can never lead out of the root.
    folders = {name_of(folder): folder for folder in find_packs(root)}
    if name not in folders:
        remedy = suggestion(name, folders) if folders else "put packs in <id>/<version> folders"
        raise PackErrors([PackProblem(shown_path(root), 1, f"there is no pack `{name}`", remedy)])
    return folders[name]


def check_named(folder: Path) -> PackReport:
    """It must have its folder's name."""
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
    """By name; read again where a file changed."""
    files = sorted(path for path in root.glob("*/*/**/*") if path.is_file())
    stamp = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return _checked(root, stamp)


@lru_cache(maxsize=4)
def _checked(root: Path, _stamp: tuple[tuple[Path, int, int], ...]) -> Mapping[str, PackReport]:
    return {name_of(folder): check_named(folder) for folder in find_packs(root)}


def load_named(root: Path, name: str) -> Pack:
    """PackErrors where there is none, its folder has another name, or it has errors."""
    report = check_named(folder_of(root, name))
    if report.errors or report.pack is None:
        raise PackErrors(report.errors)
    return report.pack
