"""The published sets whose files are known by their columns."""

from articles.transfer.imports.profiles.esco import ESCO_OCCUPATIONS, ESCO_SKILLS
from articles.transfer.imports.profiles.industries import BLS_FIGURES, NACE_INDUSTRIES
from articles.transfer.imports.profiles.landscapes import AI_NATIVE_LANDSCAPE, AWESOME_PRODUCTION_ML, LFAI_LANDSCAPE
from articles.transfer.imports.profiles.onet import ONET_OCCUPATIONS, ONET_TECHNOLOGIES
from articles.transfer.imports.rows import Profile

PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        ONET_TECHNOLOGIES,
        ONET_OCCUPATIONS,
        ESCO_SKILLS,
        ESCO_OCCUPATIONS,
        NACE_INDUSTRIES,
        BLS_FIGURES,
        LFAI_LANDSCAPE,
        AI_NATIVE_LANDSCAPE,
        AWESOME_PRODUCTION_ML,
    )
}
