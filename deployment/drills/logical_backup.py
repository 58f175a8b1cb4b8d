"""The CronJob's own scripts: a dump to an S3 and back, into an empty database.

The S3 is moto's, on loopback. rows_differ counts rows, over all tables, that are on one side only.
The server must come up on what was restored.
"""

import collections
import time

import rig

SCRIPTS = rig.HOME / "deployment/disaster-recovery/backup"
ALERTS, GROUP = 2000, 20
BUCKET = "copilot-drill"


def rows(port):
    """Every row of every table as text, counted."""
    tables = rig.query(
        port, "select schemaname || '.' || tablename from pg_tables where schemaname not in"
        " ('pg_catalog', 'information_schema') order by 1", "llm_copilot").split("\n")
    found = collections.Counter()
    for table in filter(None, tables):
        for row in rig.query(port, f"select md5(t::text) from {table} t", "llm_copilot").split("\n"):
            if row:
                found[table, row] += 1
    return found


def drill(the_rig):
    rig.need("psql", "pg_dump", "pg_restore", "moto_server", "aws")
    for script in ("backup.sh", "restore.sh"):
        if not (SCRIPTS / script).exists():
            raise rig.Lacking(f"{SCRIPTS / script} does not exist")
    port, s3, copilot_port = rig.free_ports(3)
    postgres = rig.Postgres(the_rig, port).create().start()
    postgres.with_application()
    copilot = rig.Copilot(the_rig, "copilot", copilot_port, rig.jdbc(port)).launch()
    copilot.await_ready()
    for delivery in range(ALERTS // GROUP):
        body = rig.alert(f"Backup{delivery}")
        body["alerts"] = [rig.alert(f"Backup{delivery}x{i}", f"shop{i}")["alerts"][0] for i in range(GROUP)]
        status, text = rig.request(copilot_port, "POST", "/api/v1/webhooks/alertmanager", body)
        if status != 200:
            raise rig.Failed(f"the intake answers {status} {text[:200]}")
    # What is compared must hold still.
    copilot.terminate()

    the_rig.start("moto", ["moto_server", "-H", "127.0.0.1", "-p", s3])
    rig.await_true("the S3 answers", lambda: rig.status(s3, "/") > 0, 60)
    scratch = the_rig.folder / "scratch"
    scratch.mkdir()
    environment = {
        "COPILOT_DB_URL": rig.jdbc(port), "COPILOT_DB_USER": "llm_user", "COPILOT_DB_PASSWORD": "drill",
        "COPILOT_DB_TLS": "disable", "BACKUP_BUCKET": BUCKET, "SCRATCH": str(scratch),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{s3}", "AWS_ACCESS_KEY_ID": "drill", "AWS_SECRET_ACCESS_KEY": "drill",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    run(the_rig, "bucket", ["aws", "s3api", "create-bucket", "--bucket", BUCKET], environment)
    before = rows(port)
    backup_s = run(the_rig, "backup", ["sh", SCRIPTS / "backup.sh"], environment)
    rig.query(port, "drop database llm_copilot")
    rig.query(port, "create database llm_copilot owner llm_user")
    restore_s = run(the_rig, "restore", ["sh", SCRIPTS / "restore.sh"], environment)
    after = rows(port)
    differ = sum(((before - after) + (after - before)).values())
    copilot.launch().await_ready()
    rig.say(f"{sum(before.values())} rows in {len({table for table, _ in before})} tables")

    wrong = []
    if differ:
        wrong.append(f"{differ} rows differ: {sorted({table for table, _ in (before - after) + (after - before)})}")
    if sum(before.values()) < ALERTS:
        wrong.append("there was next to nothing to back up: it proves nothing")
    return {"backup_s": f"{backup_s:.1f}", "restore_s": f"{restore_s:.1f}", "rows_differ": differ}, wrong


def run(the_rig, name, command, environment):
    """@return how long it took"""
    began = time.monotonic()
    if the_rig.start(name, command, environment).wait(timeout=300) != 0:
        raise rig.Failed(f"{name}: {the_rig.log(name)}")
    return time.monotonic() - began


if __name__ == "__main__":
    rig.main("logical-backup", drill)
