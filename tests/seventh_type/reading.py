from articles.models import Skill
from articles.reading.items.links import RELATIONS, Relation, by
from articles.reading.lists.filter_kinds import by_items, by_words
from articles.reading.lists.filters import CATALOGUE_ORDERINGS, LISTINGS, SKILLS, Listing
from tests.seventh_type.models import Course

LISTINGS["course"] = Listing(Course, (by_items(Course, "skills", SKILLS), by_words(Course)), CATALOGUE_ORDERINGS)
RELATIONS["course"] = (Relation("skills", Skill, by("courses")),)
