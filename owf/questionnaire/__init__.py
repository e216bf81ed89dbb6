"""What is asked: packs of questions from YAML, checked, frozen and pure."""

from owf.comparability import Comparability
from owf.questionnaire.items import (
    AppliesWhen,
    Audience,
    CommonCore,
    EvidenceAsked,
    Item,
    ItemAudience,
    Outcome,
    Resource,
    Tags,
    Today,
    Viewpoint,
)
from owf.questionnaire.lineage import Change, ChangeKind, Lineage, Link
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
from owf.questionnaire.models import Aspect, Pack, Sector, Theme
from owf.questionnaire.pairs import Mark, Origin, origin_of
from owf.questionnaire.problems import PackErrors, PackProblem
from owf.questionnaire.scales import Band, Level, NonScore, NonScoreOption, Scale

__all__ = [
    "AppliesWhen",
    "Aspect",
    "Audience",
    "Band",
    "Change",
    "ChangeKind",
    "CommonCore",
    "Comparability",
    "EvidenceAsked",
    "Item",
    "ItemAudience",
    "Level",
    "Lineage",
    "Link",
    "Mark",
    "NonScore",
    "NonScoreOption",
    "Origin",
    "Outcome",
    "Pack",
    "PackErrors",
    "PackProblem",
    "PackReport",
    "Resource",
    "Scale",
    "Sector",
    "Tags",
    "Theme",
    "Today",
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
