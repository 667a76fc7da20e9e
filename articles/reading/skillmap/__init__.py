"""The map of skills: which there are, where each stands, and the drawing. Only `loading` asks the database."""

from .drawing import draw
from .layout import Band, Box, Edge, Layout, lay_out, lay_out_neighbours
from .loading import MAP_MODELS, load_map
from .shape import MapGroup, MapPath, MapSkill, SkillMap, narrow

__all__ = [
    "MAP_MODELS",
    "Band",
    "Box",
    "Edge",
    "Layout",
    "MapGroup",
    "MapPath",
    "MapSkill",
    "SkillMap",
    "draw",
    "lay_out",
    "lay_out_neighbours",
    "load_map",
    "narrow",
]
