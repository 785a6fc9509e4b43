"""Who may do what. The table below is the specification: a change of rights is a change of this file."""

from __future__ import annotations

import uuid

import pytest

from kernel.permissions import (
    EVERYWHERE,
    READ_ONLY_ROLES,
    RESIDENT,
    ROLE_PERMISSIONS,
    SYSTEM,
    Actor,
    Grant,
    Permission,
    Role,
)

#                        clerk handler head quality auditor management administrator
TABLE = """
desk                     x     x       x    x       x       x          x
complaint:read           x     x       x    x       x       x          .
complainant:read         x     x       x    .       .       .          .
complaint:register       x     .       x    .       .       .          .
complaint:assign         .     .       x    .       .       .          .
complaint:note           x     x       x    x       .       .          .
complaint:settle         .     x       x    .       .       .          .
complaint:approve        .     .       x    .       .       .          .
complaint:correct        .     .       x    x       .       .          .
complaint:erase          .     .       .    x       .       .          .
personal:protect         .     .       .    x       .       .          .
retention:run            .     .       .    .       .       .          x
feedback:read            .     .       x    x       x       x          .
feedback:answer          .     .       x    x       .       .          .
survey:enter             x     .       .    x       .       .          .
questionnaire:edit         .     .       .    x       .       .          .
questionnaire:approve      .     .       .    x       .       .          x
comment:review           .     .       .    x       .       .          .
comment:read             .     .       x    x       x       x          .
results:read             .     .       x    x       x       x          .
results:publish          .     .       .    x       .       .          .
step:decide              .     .       .    x       .       .          .
quality:read             .     .       x    x       x       x          .
quality:review           .     .       x    x       .       .          .
record:read              .     .       .    x       x       .          x
auditor:invite           .     .       .    x       .       .          x
absence:enter            .     .       x    .       .       .          x
office:administer        .     .       .    .       .       .          x
"""
ROLES = (
    Role.CLERK,
    Role.HANDLER,
    Role.HEAD,
    Role.QUALITY_OFFICER,
    Role.AUDITOR,
    Role.MANAGEMENT,
    Role.ADMINISTRATOR,
)
CELLS = [
    (role, Permission(line.split()[0]), mark == "x")
    for line in TABLE.strip().splitlines()
    for role, mark in zip(ROLES, line.split()[1:], strict=True)
]
READING = {permission for permission in Permission if permission.value.endswith(":read")} | {Permission.DESK}
HOME, NEXT_DOOR = uuid.UUID(int=1), uuid.UUID(int=2)


def actor(*grants: tuple[Role, uuid.UUID | None]) -> Actor:
    return Actor("person:x", grants=frozenset(Grant(role, department) for role, department in grants))


def test_the_table_of_this_test_is_complete():
    assert {role for role, _permission, _may in CELLS} == set(Role)
    assert {permission for _role, permission, _may in CELLS} == set(Permission)
    assert len(CELLS) == len(Role) * len(Permission)


@pytest.mark.parametrize(("role", "permission", "may"), CELLS)
def test_a_role_may_exactly_what_the_table_says(role: Role, permission: Permission, may: bool):
    assert (permission in ROLE_PERMISSIONS[role]) == may
    assert actor((role, None)).can(permission) == may
    assert actor((role, HOME)).can_for(permission, HOME) == may


@pytest.mark.parametrize("role", sorted(READ_ONLY_ROLES))
def test_who_only_reads_holds_nothing_that_writes(role: Role):
    assert ROLE_PERMISSIONS[role] <= READING


def test_auditors_and_management_only_read():
    assert {Role.AUDITOR, Role.MANAGEMENT} == READ_ONLY_ROLES


def test_who_judges_figures_does_not_see_who_complained():
    knowing = {role for role in Role if Permission.COMPLAINANT_READ in ROLE_PERMISSIONS[role]}
    assert knowing == {Role.CLERK, Role.HANDLER, Role.HEAD}


def test_residents_and_the_program_hold_nothing():
    assert not any(who.can(permission) for who in (RESIDENT, SYSTEM) for permission in Permission)


def test_a_role_in_a_department_reaches_that_department_only():
    head = actor((Role.HEAD, HOME))
    assert head.scope(Permission.COMPLAINT_ASSIGN) == frozenset({HOME})
    assert head.can(Permission.COMPLAINT_ASSIGN)
    assert head.can(Permission.COMPLAINT_ASSIGN, HOME)
    assert not head.can(Permission.COMPLAINT_ASSIGN, NEXT_DOOR)
    assert not head.can_for(Permission.COMPLAINT_ASSIGN, NEXT_DOOR)


def test_a_role_for_the_whole_office_reaches_everything():
    head = actor((Role.HEAD, None))
    assert head.scope(Permission.COMPLAINT_ASSIGN) is EVERYWHERE
    assert head.can(Permission.COMPLAINT_ASSIGN, NEXT_DOOR)


def test_a_thing_of_no_department_belongs_to_the_whole_office():
    assert not actor((Role.HEAD, HOME)).can_for(Permission.COMPLAINT_ASSIGN, None)
    assert actor((Role.HEAD, None)).can_for(Permission.COMPLAINT_ASSIGN, None)


def test_roles_add_up_but_each_only_where_it_is_held():
    both = actor((Role.HEAD, HOME), (Role.HANDLER, NEXT_DOOR), (Role.AUDITOR, None))
    assert both.roles == {Role.HEAD, Role.HANDLER, Role.AUDITOR}
    assert both.scope(Permission.COMPLAINT_SETTLE) == frozenset({HOME, NEXT_DOOR})
    assert both.scope(Permission.COMPLAINT_ASSIGN) == frozenset({HOME})
    assert both.scope(Permission.COMPLAINT_READ) is EVERYWHERE
    assert not both.can_for(Permission.COMPLAINANT_READ, uuid.UUID(int=3))


def test_whoever_holds_no_role_can_nothing():
    assert actor().scope(Permission.DESK) == frozenset()
    assert not any(actor().can(permission) for permission in Permission)
