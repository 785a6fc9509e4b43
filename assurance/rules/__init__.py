"""What the auditor's pages know without a database: who may do what."""
