"""The questionnaires as the national team sees them: whether they are fine, new, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from owf.access import Actor
from owf.assessment.pack_freezing import published_packs
from owf.assessment.refusals import NotFound
from owf.questionnaire import Pack, check_all
from owf.questionnaire.differences import differences
from owf.questionnaire.drift import drifts
from owf.questionnaire.saying import called
from owf.questionnaire.telling import Telling, tell
from owf.store import Store


@dataclass(frozen=True)
class PackOnShelf:
    """One questionnaire.

    Attributes:
        name: such as `integrated-working@2009`.
        pack: as its files are now; None where they cannot be read.
        errors: a line each, with file, place and remedy.
        warnings: the same.
        earlier: the pack that it leads from, where there is one.
        is_published: whether it is frozen, beside its files or in the database.
    """

    name: str
    pack: Pack | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    earlier: Pack | None
    is_published: bool

    @property
    def title(self) -> str:
        """What people call it, with its year."""
        return called(self.pack) if self.pack else self.name

    @property
    def may_be_published(self) -> bool:
        """Whether it is a draft without errors."""
        return self.pack is not None and not (self.errors or self.is_published)

    def what_changed(self) -> Telling | None:
        """What changed since the pack before; None for the first of all."""
        if self.pack is None or self.earlier is None:
            return None
        return tell(differences(self.earlier, self.pack))


def open_shelf(store: Store, who: Actor, root: Path) -> Sequence[PackOnShelf]:
    """Every questionnaire in a folder such as `questions/`, by name.

    Raises:
        NotAllowed: neither the operator nor of the national team.
        NotFound: there is none.
    """
    frozen = published_packs(store, who)
    found = [
        PackOnShelf(
            name=name,
            pack=report.pack,
            errors=(*map(str, report.errors), *_since_published(report.pack, frozen.get(name))),
            warnings=tuple(map(str, report.warnings)),
            earlier=report.line[0] if report.line else None,
            is_published=name in frozen
            or (report.pack is not None and report.pack.status == "published"),
        )
        for name, report in check_all(root).items()
    ]
    if not found:
        raise NotFound(f"There is no questionnaire in {root}. Put one in <id>/<version> there.")
    return found


def _since_published(now: Pack | None, published: Pack | None) -> Sequence[str]:
    """What differs from the pack of this name in the database."""
    if now is None or published is None:
        return ()
    return [f"In this service, {drift.what}." for drift in drifts(published, now)]
