"""What is asked: packs of questions from YAML, checked, frozen and pure."""

from owf.questionnaire.loader import find_packs, load_named, load_pack
from owf.questionnaire.models import (
    Aspect,
    Audience,
    Band,
    Item,
    ItemAudience,
    Level,
    NonScore,
    NonScoreOption,
    Pack,
    Scale,
    Sector,
    Theme,
)
from owf.questionnaire.problems import PackErrors, PackProblem

__all__ = [
    "Aspect",
    "Audience",
    "Band",
    "Item",
    "ItemAudience",
    "Level",
    "NonScore",
    "NonScoreOption",
    "Pack",
    "PackErrors",
    "PackProblem",
    "Scale",
    "Sector",
    "Theme",
    "find_packs",
    "load_named",
    "load_pack",
]
