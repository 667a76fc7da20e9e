from articles.models import Skill
from articles.reading.items.links import RELATIONS, Relation, by
from articles.reading.lists.filters import CATALOGUE_ORDERINGS, LISTINGS, SKILLS, Listing, by_items
from tests.seventh_type.models import Course

LISTINGS["course"] = Listing(Course, (by_items(Course, "skills", SKILLS),), CATALOGUE_ORDERINGS)
RELATIONS["course"] = (Relation("skills", Skill, by("courses")),)
