"""Operations: what the town's only IT person looks at. Backup and restore, the doctor, health, the status page."""
