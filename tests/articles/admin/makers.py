"""How one of each type of items and records is made, for tests that go over all types."""

from typing import Any

from articles.models import (
    Article,
    Category,
    Figure,
    Industry,
    LearningPath,
    Occupation,
    Picture,
    Section,
    Skill,
    SkillGroup,
    Source,
    Tool,
)
from tests.factories import (
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
)

ITEMS = {
    Article: make_article,
    Skill: make_skill,
    Tool: make_tool,
    Industry: make_industry,
    Occupation: make_occupation,
    LearningPath: make_path,
}


RECORDS = {
    Section: make_section,
    SkillGroup: make_group,
    Category: make_category,
    Source: make_source,
    Picture: make_picture,
    Figure: lambda: make_figure(industry=make_industry(), occupation=make_occupation()),
}


MAKERS: dict[Any, Any] = ITEMS | RECORDS
