"""What is done with units, posts, accounts and roles. Each act is one entry of the chain `people`; one module an occasion.

`by` says who acts. Where it is a person, she must administer the unit in question or one above it; the program itself
(`acting.SYSTEM`) is not asked. `since` or `on` is the day of the fact: today if left out, never a day to come.
"""

from luoshi.web.people.actions.accounts import (
    add_person,
    close_person,
    end_sessions,
    remove_second_factor,
    rename_person,
    reopen_person,
    set_email,
    set_password,
)
from luoshi.web.people.actions.holding import begin_holding, end_holding, pass_posts
from luoshi.web.people.actions.importing import take_in_rows
from luoshi.web.people.actions.merging import merge_units
from luoshi.web.people.actions.posts import close_post, found_post, rename_post
from luoshi.web.people.actions.relations import begin_relation, end_relation, is_below, move_unit
from luoshi.web.people.actions.roles import end_role, give_role
from luoshi.web.people.actions.starting import start
from luoshi.web.people.actions.taking_back import take_back
from luoshi.web.people.actions.units import change_unit, close_unit, found_unit, rename_unit

__all__ = [
    "add_person",
    "begin_holding",
    "begin_relation",
    "change_unit",
    "close_person",
    "close_post",
    "close_unit",
    "end_holding",
    "end_relation",
    "end_role",
    "end_sessions",
    "found_post",
    "found_unit",
    "give_role",
    "is_below",
    "merge_units",
    "move_unit",
    "pass_posts",
    "remove_second_factor",
    "rename_person",
    "rename_post",
    "rename_unit",
    "reopen_person",
    "set_email",
    "set_password",
    "start",
    "take_back",
    "take_in_rows",
]
