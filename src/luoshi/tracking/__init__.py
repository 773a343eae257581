"""Entries → the state of anything at any date, as known on any date; and whether a log is whole."""

from luoshi.tracking.chaining import Flaw, Head, Verdict, append, verify
from luoshi.tracking.entries import GENESIS, By, Entry, digest_of, payload_digest
from luoshi.tracking.folding import State, fold, fold_subject, standing, step, void_numbers
from luoshi.tracking.kinds import KINDS, Kind, subject_type
from luoshi.tracking.rules import check

__all__ = [
    "GENESIS",
    "KINDS",
    "By",
    "Entry",
    "Flaw",
    "Head",
    "Kind",
    "State",
    "Verdict",
    "append",
    "check",
    "digest_of",
    "fold",
    "fold_subject",
    "payload_digest",
    "standing",
    "step",
    "subject_type",
    "verify",
    "void_numbers",
]
