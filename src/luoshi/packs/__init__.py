"""A campaign's name → its themes, mechanisms, programmes and units; and the units of China."""

from luoshi.packs.expected import awaited, read_expected
from luoshi.packs.grammar import find_units, is_field_office, looks_like_unit
from luoshi.packs.loading import load_pack, pack_names
from luoshi.packs.records import UNDEFINED, Mechanism, Pack, Programme, Theme
from luoshi.packs.units import Division, Units, load_units, same_unit

__all__ = [
    "UNDEFINED",
    "Division",
    "Mechanism",
    "Pack",
    "Programme",
    "Theme",
    "Units",
    "awaited",
    "find_units",
    "is_field_office",
    "load_pack",
    "load_units",
    "looks_like_unit",
    "pack_names",
    "read_expected",
    "same_unit",
]
