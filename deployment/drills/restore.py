"""The database is destroyed, twice, and comes back from pgBackRest's backup and archive.

First a mistake: everything up to a moment is to be there again and nothing after it (point-in-time
restore). Then a disaster: server and database are killed in the middle of the intake and the data
is gone; what was not archived yet is lost. rto_s is the longer of the two times from the loss to a
server that answers again. rpo_s is how long before the disaster the first lost alert was
acknowledged; it cannot exceed archive_timeout by much, which is ARCHIVE_TIMEOUT_S here and 60 s in
production, six times that. lost_before_target counts alerts that were acknowledged before the
chosen moment and are not there.
"""

import collections
import http.client
import os
import shutil
import time

import rig

ARCHIVE_TIMEOUT_S = 10
RTO_LIMIT_S, RPO_LIMIT_S = 15 * 60, 60 * 60
STANZA = "copilot"

# Port and socket stand in this file and not in archive_command: archive-push does not take
# --pg1-port, and then fails where nobody looks.
CONFIG = """
[global]
repo1-path={folder}/repository
repo1-retention-full=2
log-path={folder}/log
lock-path={folder}/lock
spool-path={folder}/spool
log-level-console=warn
log-level-file=off
start-fast=y
[{stanza}]
pg1-path={data}
pg1-port={port}
pg1-socket-path={socket}
pg1-user=postgres
"""


class Backed:
    """A PostgreSQL whose log is archived, and its pgBackRest."""

    def __init__(self, the_rig, port):
        self.rig = the_rig
        self.postgres = rig.Postgres(the_rig, port).create()
        folder = the_rig.owned("pgbackrest")
        self.config = folder / "pgbackrest.conf"
        self.config.write_text(
            CONFIG.format(folder=folder, stanza=STANZA, data=self.postgres.data, port=port,
                          socket=self.postgres.data.parent))
        if os.getuid() == 0:
            shutil.chown(self.config, "postgres")
        for name in ("log", "lock", "spool", "repository"):
            the_rig.owned(f"pgbackrest/{name}")

    def start(self):
        self.postgres.start(
            archive_mode="on",
            archive_command=f"pgbackrest --config={self.config} --stanza={STANZA} archive-push %p",
            archive_timeout=ARCHIVE_TIMEOUT_S)

    def command(self, *words):
        return self.rig.call(["pgbackrest", f"--config={self.config}", f"--stanza={STANZA}", *words], user="postgres")

    def query(self, sql, database="postgres"):
        return rig.query(self.postgres.port, sql, database)

    def archive_now(self):
        """A restore to a moment needs the log past that moment, so that it can see that it is past."""
        last = self.query("select pg_walfile_name(pg_switch_wal())")
        rig.await_true(
            "the log is archived",
            lambda: self.query(f"select coalesce(last_archived_wal >= '{last}', false) from pg_stat_archiver") == "t",
            60)
        failed = self.query("select failed_count from pg_stat_archiver")
        if failed != "0":
            raise rig.Failed(f"archiving failed {failed} times")

    def restore(self, *target):
        self.postgres.data.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(self.postgres.data, "postgres", "postgres")
        self.command("restore", *target)
        self.start()
        rig.await_true("recovery ends", lambda: self.query("select pg_is_in_recovery()") == "f", 300)
        # The checkpointer went to sleep while recovery was ending, and without a nudge it thinks of
        # archive_timeout again only after checkpoint_timeout: five minutes in which nothing is archived.
        self.query("checkpoint")


class Intake:
    """Alerts, one after the other, and when each was acknowledged."""

    def __init__(self, port):
        self.port, self.number, self.acknowledged = port, 0, []
        self.refused = collections.Counter()

    def one(self):
        self.number += 1
        name = f"Restore{self.number}"
        status, _ = rig.request(self.port, "POST", "/api/v1/webhooks/alertmanager", rig.alert(name))
        if status == 200:
            self.acknowledged.append((time.monotonic(), name))
        else:
            self.refused[status] += 1

    def many(self, count):
        for _ in range(count):
            self.one()

    def until(self, stop):
        while not stop.is_set():
            try:
                self.one()
            except (OSError, http.client.HTTPException) as e:
                self.refused[repr(e)] += 1
            stop.wait(0.02)


def restored(the_rig, backed, copilot, lost_at, *target):
    """@return the seconds from the loss to a server that answers"""
    backed.restore(*target)
    copilot.launch().await_ready()
    if rig.request(copilot.port, "GET", "/api/v1/incidents")[0] != 200:
        raise rig.Failed("the server does not answer after the restore")
    took = time.monotonic() - lost_at
    rig.say(f"restored and answering after {took:.1f} s")
    return took


def drill(the_rig):
    rig.need("pgbackrest", "psql", rig.POSTGRES_PROGRAMS / "initdb")
    port, copilot_port = rig.free_ports(2)
    backed = Backed(the_rig, port)
    backed.start()
    backed.postgres.with_application()
    backed.command("stanza-create")
    backed.command("check")
    copilot = rig.Copilot(the_rig, "copilot", copilot_port, rig.jdbc(port)).launch()
    copilot.await_ready()
    intake = Intake(copilot_port)
    intake.many(100)
    backed.command("--type=full", "backup")
    intake.many(300)

    before = {name for _, name in intake.acknowledged}
    target = backed.query("select clock_timestamp()")
    time.sleep(1.1)
    intake.many(20)
    after = {name for _, name in intake.acknowledged} - before
    backed.query("truncate alert cascade", "llm_copilot")
    backed.archive_now()
    rig.say(f"a mistake was made after {target}; destroying the database and going back")
    lost_at = time.monotonic()
    copilot.kill()
    backed.postgres.lose()
    rto = restored(the_rig, backed, copilot, lost_at, "--type=time", f"--target={target}", "--target-action=promote")
    stored = set(rig.stored_alerts(port))
    lost_before_target = before - stored
    wrong = []
    if lost_before_target:
        wrong.append(f"lost though before the target: {sorted(lost_before_target)[:5]}")
    if after & stored:
        wrong.append(f"there though after the target: {sorted(after & stored)[:5]}")

    disaster = Intake(copilot_port)
    disaster.number = 100_000
    the_rig.beside(disaster.until, the_rig.stop_flag)
    # Shortly before the next piece of the log would be archived: the worst moment.
    archived = "select archived_count from pg_stat_archiver"
    already = backed.query(archived)
    rig.await_true("the log is archived", lambda: int(backed.query(archived)) >= int(already) + 2, 60, every=0.05)
    time.sleep(ARCHIVE_TIMEOUT_S * 0.8)
    rig.say(f"a disaster after {len(disaster.acknowledged)} further alerts: nothing is archived that is not yet")
    lost_at = time.monotonic()
    backed.postgres.lose()
    copilot.kill()
    the_rig.end_beside()
    rto = max(rto, restored(the_rig, backed, copilot, lost_at))
    stored = set(rig.stored_alerts(port))
    gone = [at for at, name in disaster.acknowledged if name not in stored]
    rpo = lost_at - min(gone) if gone else 0.0
    rig.say(f"{len(gone)} of {len(disaster.acknowledged)} alerts were not archived yet")
    if not gone:
        wrong.append("the disaster cost nothing: it proves nothing about the RPO")
    if before - stored or len(gone) == len(disaster.acknowledged):
        wrong.append("the archive of the restored database was not used")
    if rto > RTO_LIMIT_S or rpo > min(RPO_LIMIT_S, 3 * ARCHIVE_TIMEOUT_S):
        wrong.append(f"RTO {rto:.0f} s, RPO {rpo:.0f} s")
    figures = {"rto_s": f"{rto:.1f}", "rpo_s": f"{rpo:.1f}", "lost_before_target": len(lost_before_target)}
    return figures, wrong


if __name__ == "__main__":
    rig.main("restore", drill)
