"""A campaign's name → its themes, mechanisms, programmes and units; the units of China; and the working days of its regions."""

from luoshi.packs.calendars import Region, calendar_regions, load_calendar, region_of_place
from luoshi.packs.evidence_kinds import EvidenceKind, EvidenceKinds, load_evidence_kinds
from luoshi.packs.expected import awaited, read_expected
from luoshi.packs.grammar import find_units, is_field_office, looks_like_unit
from luoshi.packs.light_rules import LightThresholds, load_light_rules
from luoshi.packs.loading import load_pack, pack_names
from luoshi.packs.records import UNDEFINED, Mechanism, Pack, Programme, Theme
from luoshi.packs.units import Division, Units, load_units, same_unit
from luoshi.packs.working_days import Calendar, DueDate, Notice, SpecialDay

__all__ = [
    "UNDEFINED",
    "Calendar",
    "Division",
    "DueDate",
    "EvidenceKind",
    "EvidenceKinds",
    "LightThresholds",
    "Mechanism",
    "Notice",
    "Pack",
    "Programme",
    "Region",
    "SpecialDay",
    "Theme",
    "Units",
    "awaited",
    "calendar_regions",
    "find_units",
    "is_field_office",
    "load_calendar",
    "load_evidence_kinds",
    "load_light_rules",
    "load_pack",
    "load_units",
    "looks_like_unit",
    "pack_names",
    "read_expected",
    "region_of_place",
    "same_unit",
]
