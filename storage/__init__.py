"""The database: engine, sessions, column types, migrations. SQLite and PostgreSQL behave the same from here up."""
