"""What findings mean to whoever runs the machine: what is so, and how to mend it."""

from __future__ import annotations

from typing import Final

from operations.health.finding import Finding

ENGLISH: Final[dict[str, tuple[str, str]]] = {
    "any.skipped": ("not looked at, because the database is away or of another version", ""),
    "any.failed": ("could not be looked at (%(error)s)", "look at the log, and at the rights of the files named there"),
    "address.none": (
        "INTERESANT_PUBLIC_URL is not set: links in mails and QR codes follow whatever address a visitor used",
        "set INTERESANT_PUBLIC_URL=https://... to the address residents know",
    ),
    "address.here": ("the program is for this machine only", ""),
    "address.plain": (
        "%(url)s is not encrypted: passwords and letters travel in the clear",
        "put nginx with a certificate in front (docs/install.md) and set INTERESANT_PUBLIC_URL=https://...",
    ),
    "address.cookies": (
        "%(url)s is encrypted, but cookies would also be sent without encryption",
        "take INTERESANT_SECURE_COOKIES out, or set it to yes",
    ),
    "address.proxies": (
        "%(url)s is served through a proxy that the program does not trust: it believes to be on plain HTTP",
        "set INTERESANT_TRUSTED_PROXIES=1 (the number of proxies in front of it)",
    ),
    "address.fine": ("%(url)s, cookies only over HTTPS", ""),
    "key.weak": (
        "the secret key looks typed by hand and can be guessed",
        "make one with: openssl rand -hex 32. Codes on receipts given out so far stop working with it",
    ),
    "key.open": ("other users of this machine can read %(file)s", "chmod 600 %(file)s"),
    "key.fine": ("the secret key is long and nobody else's", ""),
    "zones.fine": ("summer time in Warsaw is known", ""),
    "zones.wrong": (
        "the machine does not know summer time in Warsaw: last days of cases would be wrong",
        "install time zone data: apt-get install tzdata",
    ),
    "sample.none": ("this is an office of its own, without sample accounts", ""),
    "sample.here": ("this is the sample office, for trying out on this machine", ""),
    "sample.public": (
        "the sample office, whose passwords everybody knows, answers at %(url)s",
        "name an empty database in INTERESANT_DATABASE_URL and found the office there (docs/install.md)",
    ),
    "database.away": (
        "the database does not answer (%(error)s)",
        "start it (systemctl start postgresql) and compare INTERESANT_DATABASE_URL with it",
    ),
    "database.fine": ("%(kind)s answers", ""),
    "server.old": (
        "PostgreSQL %(version)s gets no security corrections any more",
        "upgrade to %(oldest)s or newer (pg_upgradecluster)",
    ),
    "server.encoding": (
        "the database keeps text as %(encoding)s, Polish and Ukrainian letters need UTF8",
        "make a new database with createdb --encoding=UTF8 --template=template0 and restore a backup into it",
    ),
    "server.unsafe": (
        "acknowledged letters can be lost in a power cut: %(names)s",
        "PostgreSQL: set them to on in postgresql.conf; SQLite: keep its file on a local disk, not on a share",
    ),
    "server.collation": (
        "the machine sorts %(collation)s otherwise than when the indexes were made (it was upgraded)",
        "REINDEX DATABASE and ALTER DATABASE ... REFRESH COLLATION VERSION, as the owner of the database",
    ),
    "server.fine": ("version %(version)s, keeps what it acknowledged", ""),
    "version.none": ("the database is empty", "flask db upgrade"),
    "version.other": (
        "the database is at version %(found)s, the program needs %(wanted)s",
        "flask db upgrade; if the database is the newer one, install the newer program",
    ),
    "version.fine": ("the database is of the program's version, %(found)s", ""),
    "locks.missing": (
        "locks on the record are missing or changed: %(names)s",
        "somebody took them off: find out who, and compare with a restored backup by flask ledger verify",
    ),
    "locks.fine": ("the record refuses changes", ""),
    "record.none": ("there is no office yet", "open the set-up page: flask office setup-code says how"),
    "record.torn": (
        "the record does not end where its head says (entry %(leaf)s)",
        "stop the program, keep the database as it is, run flask ledger verify, compare with a restored backup",
    ),
    "record.fine": ("the record ends at entry %(leaf)s, as its head says", ""),
    "clock.behind": (
        "the clock is %(minutes)s minutes behind the last entry of the record",
        "set it by the network: timedatectl set-ntp true, and look at: timedatectl",
    ),
    "clock.apart": (
        "this machine and the database differ by %(seconds)s seconds",
        "let both be set by the network: timedatectl set-ntp true",
    ),
    "clock.fine": ("the clock is ahead of the record and agrees with the database", ""),
    "disk.full": (
        "only %(megabytes)s MB are free: letters will soon be refused",
        "make room now: df -h, journalctl --vacuum-size=200M, old backups",
    ),
    "disk.short": ("%(megabytes)s MB are free", "make room or a larger disk: df -h"),
    "disk.fine": ("%(megabytes)s MB are free", ""),
    "files.none": ("the data folder %(folder)s does not exist", "make it, with mode 750, for the program's user"),
    "files.unwritable": ("the program cannot write in %(folder)s", "chown it to the program's user"),
    "files.open": ("every user of this machine can read %(path)s", "chmod o= %(path)s"),
    "files.fine": ("%(folder)s is the program's own", ""),
    "worker.none": ("no worker ever ran: no mail leaves", "systemctl enable --now interesant-worker"),
    "worker.quiet": (
        "the worker was last heard of %(minutes)s minutes ago: no mail leaves",
        "systemctl restart interesant-worker, and read: journalctl -u interesant-worker",
    ),
    "worker.fine": ("the worker is alive", ""),
    "outbox.stuck": (
        "the oldest mail or other effect has waited for %(hours)s hours",
        "look at what stands in its way: flask worker dead",
    ),
    "outbox.dead": ("%(count)s effects were given up", "look at them with: flask worker dead"),
    "outbox.fine": ("nothing waits for long", ""),
    "seals.late": (
        "answers have waited for their seal for %(minutes)s minutes",
        "flask surveys seal; if that helps, the worker does not run",
    ),
    "seals.fine": ("all answers are sealed in time", ""),
    "pens.locked": (
        "answers after a case wait for ever: they were sealed under another secret key (batches: %(count)s)",
        "set INTERESANT_SECRET_KEY back to the earlier one; if lost, so are they: delete survey_pen rows %(names)s",
    ),
    "pens.fine": ("answers after a case wait under the present secret key", ""),
    "record_seal.no_office": ("there is no office yet, so nothing to seal", ""),
    "record_seal.no_key": (
        "the record is not sealed: who holds the database could write it anew",
        "flask ledger new-key /etc/interesant/seal.pem, then set INTERESANT_SEAL_KEY_FILE (docs/handbook/record.md)",
    ),
    "record_seal.key_missing": ("there is no key in %(file)s", "bring it back from where its copy is kept"),
    "record_seal.key_open": ("other users of this machine can read the key in %(file)s", "chmod 600 %(file)s"),
    "record_seal.key_unfit": (
        "%(file)s holds no Ed25519 private key without a password",
        "bring the key back from where its copy is kept, or make one: flask ledger new-key",
    ),
    "record_seal.key_refused": (
        "the key in %(file)s cannot be read",
        "chown it to the program's user, with mode 600",
    ),
    "record_seal.other_key": (
        "the key in %(file)s is not the present one of the record (%(key)s)",
        "set INTERESANT_SEAL_KEY_FILE to the present one, or flask ledger rotate-key --to FILE",
    ),
    "record_seal.none": ("there is a key but no seal yet", "flask ledger seal, and see that the worker runs"),
    "record_seal.old": (
        "seal %(number)s is %(hours)s hours old, and entries wait for the next one",
        "flask ledger seal; if that helps, the worker does not run",
    ),
    "record_seal.fine": ("seal %(number)s is %(hours)s hours old", ""),
    "backup.none": ("there is no backup yet", "flask backup /var/backups/interesant/first.zip"),
    "backup.old": (
        "the last good backup is %(hours)s hours old",
        "see that the worker runs and that there is room where backups lie",
    ),
    "backup.failed": (
        "the last backup failed; the good one before it is %(hours)s hours old",
        "read: journalctl -u interesant-worker",
    ),
    "backup.unwritable": ("no backup can be written to %(folder)s", "make it, for the program's user"),
    "backup.same_disk": (
        "the last backup is %(hours)s hours old, and %(folder)s lies on the disk of the data itself",
        "mount another disk or a share there, or copy its files to another machine every day",
    ),
    "backup.fine": ("the last backup is %(hours)s hours old", ""),
    "restore.none": ("no backup was restored for a trial yet", "wait a week, or: flask restore FILE --check"),
    "restore.failed": (
        "the last trial restore failed: the backup may be worthless",
        "make a backup now and try it: flask restore FILE --check",
    ),
    "restore.old": ("the last trial restore was %(days)s days ago", "see that the worker runs"),
    "restore.fine": ("a backup was restored for a trial %(days)s days ago and was whole", ""),
    "mail.files": (
        "no mail server is set: mails are put into files of the data folder and reach nobody",
        "set INTERESANT_MAIL_URL=smtps://USER:PASSWORD@mail.example.pl:465 and INTERESANT_MAIL_FROM",
    ),
    "mail.away": (
        "the mail server %(where)s cannot be reached",
        "compare INTERESANT_MAIL_URL with the town's mail server; look at the firewall",
    ),
    "mail.no_tls": (
        "the mail server %(where)s offers no encryption, so nothing is sent",
        "use its encrypted port (smtps://...:465), or let it offer STARTTLS",
    ),
    "mail.certificate": (
        "the certificate of the mail server %(where)s is not believed",
        "use the name in its certificate, or give its authority as INTERESANT_MAIL_CA_FILE",
    ),
    "mail.sign_in": (
        "the mail server %(where)s refuses user and password (%(error)s)",
        "mend INTERESANT_MAIL_URL or INTERESANT_MAIL_PASSWORD_FILE; what waits goes out by itself then",
    ),
    "mail.refused": (
        "the mail server %(where)s turns us away (%(error)s)",
        "ask whoever runs it what that number means in its log",
    ),
    "mail.fine": ("the mail server %(where)s lets us in", ""),
    "scanner.none": ("no virus scanner is set up", ""),
    "scanner.away": (
        "the virus scanner at %(where)s does not answer (%(error)s): attachments wait",
        "systemctl restart clamav-daemon",
    ),
    "scanner.fine": ("the virus scanner answers", ""),
    "https.none": ("no HTTPS address is set", ""),
    "https.away": (
        "%(url)s does not lead here from this machine (%(error)s)",
        "systemctl status nginx; getent hosts NAME; look at the firewall",
    ),
    "https.untrusted": (
        "this machine does not believe the certificate of %(url)s: %(error)s",
        "copy the town's CA to /usr/local/share/ca-certificates and run update-ca-certificates, or renew it",
    ),
    "https.other": ("%(url)s is answered by something else", "compare server_name and proxy_pass in nginx's site"),
    "https.ends": ("the certificate of %(url)s ends in %(days)s days", "make a new one (docs/install.md, step 9)"),
    "https.fine": ("%(url)s leads here, its certificate lasts %(days)s days", ""),
}
"""By the code of a finding. Where nothing is to be done the second text is empty."""


def said(finding: Finding) -> str:
    """What is so."""
    return ENGLISH[finding.code][0] % finding.facts


def mend(finding: Finding) -> str:
    """How to mend it; empty where nothing is to be done."""
    return ENGLISH[finding.code][1] % finding.facts
