"""Migrations from the first table on: data of an earlier version is never lost."""
