"""Flask glue: settings, access, database per request, languages, sessions, errors. Knows nothing of any room."""
