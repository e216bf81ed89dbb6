"""What is asked: packs of questions from YAML, checked, frozen and pure."""

from owf.comparability import Comparability
from owf.questionnaire.items import (
    Audience,
    CommonCore,
    EvidenceAsked,
    Item,
    ItemAudience,
    Outcome,
    Viewpoint,
)
from owf.questionnaire.lineage import ChangeKind, Lineage
from owf.questionnaire.loader import (
    PackReport,
    check_all,
    check_named,
    check_pack,
    find_packs,
    folder_of,
    load_named,
    load_pack,
    name_of,
)
from owf.questionnaire.models import Pack, Sector, Theme
from owf.questionnaire.pairs import Mark, Origin, origin_of
from owf.questionnaire.problems import PackErrors, PackProblem
from owf.questionnaire.scales import Band, NonScore, Scale

__all__ = [
    "Audience",
    "Band",
    "ChangeKind",
    "CommonCore",
    "Comparability",
    "EvidenceAsked",
    "Item",
    "ItemAudience",
    "Lineage",
    "Mark",
    "NonScore",
    "Origin",
    "Outcome",
    "Pack",
    "PackErrors",
    "PackProblem",
    "PackReport",
    "Scale",
    "Sector",
    "Theme",
    "Viewpoint",
    "check_all",
    "check_named",
    "check_pack",
    "find_packs",
    "folder_of",
    "load_named",
    "load_pack",
    "name_of",
    "origin_of",
]
