-- The table of db-scheduler 16 (its own layout): every schedule and every job of every pod.
create table scheduled_tasks (
  task_name            text                     not null,
  task_instance        text                     not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean                  not null,
  picked_by            text,
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp with time zone,
  version              bigint                   not null,
  priority             smallint,
  primary key (task_name, task_instance)
);

-- Serves the scheduler's poll for due work.
create index scheduled_tasks_due on scheduled_tasks (execution_time);
-- Serves its search for executions whose pod is gone.
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
-- Serves the poll when priorities are used.
create index scheduled_tasks_priority on scheduled_tasks (priority desc, execution_time asc);
