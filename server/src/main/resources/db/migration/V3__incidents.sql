-- Alerts from outside, incidents, and what is known of each.

create table alert (
  id             uuid        primary key,
  sequence       bigint      generated always as identity,
  receiver       text        not null,  -- which intake it came through
  fingerprint    text        not null,  -- the sender's, or a hash of the labels
  name           text        not null,
  service        text        not null,
  severity       text        not null check (severity in ('CRITICAL', 'WARNING', 'INFO')),
  status         text        not null check (status in ('FIRING', 'RESOLVED')),
  labels         jsonb       not null,
  annotations    jsonb       not null,
  generator_url  text,
  note           text,                  -- what intake had to mend: labels cut, a clock that is off
  -- The start as sent, part of the identity; and as believed: a start far in the future becomes the
  -- time of the first delivery.
  sent_starts_at timestamptz not null,
  starts_at      timestamptz not null,
  ends_at        timestamptz,
  received_at    timestamptz not null,
  updated_at     timestamptz not null,
  resolved_received_at timestamptz,     -- of the first resolve; tells an overtaken firing from a new one
  receive_count  bigint      not null default 1,
  incident_id    uuid,
  correlated_at  timestamptz,
  -- Deduplication: one row an alert and start, however often it is sent.
  unique (fingerprint, sent_starts_at)
) with (fillfactor = 85);  -- a repeat touches no indexed column and finds room on its page
-- Serves the correlator's poll: new alerts, and alerts whose status changed since.
create index alert_pending on alert (sequence) where correlated_at is null;
-- Serves the incident page and auto-resolution.
create index alert_incident on alert (incident_id, received_at desc, id desc) where incident_id is not null;
-- Serves the correlator's search for what was seen lately and belongs to no incident yet.
create index alert_shelved on alert (service, received_at) where incident_id is null;

create table incident (
  id                uuid        primary key,
  number            bigint      generated always as identity unique,
  title             text        not null,
  status            text        not null,  -- IncidentStatus
  severity          text        not null,  -- Severity
  service           text        not null,  -- the first service that was affected
  services          text[]      not null,
  fingerprint       text        not null,  -- what makes a later one a repeat of this one
  gist              jsonb       not null default '[]',  -- the few facts that the title is made of
  started_at        timestamptz not null,  -- earliest onset
  detected_at       timestamptz not null,
  acknowledged_at   timestamptz,
  acknowledged_by   text,
  mitigated_at      timestamptz,
  resolved_at       timestamptz,
  resolved_by       text,
  last_activity_at  timestamptz not null,  -- last signal or alert that opened or closed
  reopened_count    int         not null default 0,
  signal_count      int         not null default 0,
  alert_count       int         not null default 0,
  open_signal_count int         not null default 0,
  open_alert_count  int         not null default 0,
  -- The explanation: PENDING until the first investigation has ended.
  explanation       text        not null default 'PENDING' check (explanation in ('PENDING', 'EXPLAINED', 'UNRESOLVED')),
  headline          text,                  -- one sentence, with evidence, or why there is none
  investigated_at   timestamptz,
  -- When an investigator may take it up next; null when nothing is asked. A claim moves it forward
  -- by a lease, so that the work of a pod that died is taken up by another.
  investigation_due timestamptz,
  merged_into       uuid        references incident (id),
  version           bigint      not null default 1,  -- the ETag
  updated_at        timestamptz not null
);
-- Serves the list: newest first, by status, severity or service.
create index incident_list on incident (detected_at desc, id desc);
create index incident_status on incident (status, detected_at desc, id desc);
create index incident_service on incident (service, detected_at desc, id desc);
create index incident_services on incident using gin (services);
-- Serves the correlator: what is open, and what might re-open.
create index incident_open on incident (last_activity_at) where status <> 'RESOLVED';
create index incident_resolved on incident (resolved_at) where status = 'RESOLVED';
-- Serves investigators.
create index incident_investigation on incident (investigation_due) where investigation_due is not null;

-- The timeline, append only.
create table incident_event (
  incident_id uuid        not null references incident (id) on delete cascade,
  sequence    bigint      generated always as identity,
  at          timestamptz not null,
  kind        text        not null,  -- TimelineEntry.Kind
  actor       text        not null,
  text        text        not null,
  data        jsonb       not null default '{}',
  primary key (incident_id, sequence)
);

-- What was seen, as it was seen: the query, its range, its answer and the hash of the answer.
create table evidence (
  id          uuid        primary key,
  incident_id uuid        not null references incident (id) on delete cascade,
  kind        text        not null,
  title       text        not null,
  source      text        not null,
  query_text  text        not null,
  range_start timestamptz not null,
  range_end   timestamptz not null,
  step_ms     bigint      not null,
  unit        text        not null,
  result      text        not null,  -- JSON, kept to the byte: the hash is of this text
  sha256      text        not null,
  captured_at timestamptz not null
);
create index evidence_incident on evidence (incident_id, captured_at);

create table suspect (
  incident_id  uuid        not null references incident (id) on delete cascade,
  rank         int         not null,
  service      text        not null,
  kind         text        not null,  -- SignalKind
  role         text        not null,
  score        double precision not null,
  onset        timestamptz,
  before_value double precision,
  during_value double precision,
  unit         text        not null,
  statement    text        not null,
  evidence_ids uuid[]      not null check (cardinality(evidence_ids) > 0),
  primary key (incident_id, rank)
);

-- Silences and maintenance windows: what matches in that time opens no incident that pages.
create table maintenance_window (
  id         uuid        primary key,
  kind       text        not null check (kind in ('SILENCE', 'MAINTENANCE')),
  matchers   jsonb       not null,
  starts_at  timestamptz not null,
  ends_at    timestamptz not null check (ends_at > starts_at),
  reason     text        not null,
  created_by text        not null,
  created_at timestamptz not null
);
create index maintenance_window_time on maintenance_window (ends_at);

-- Who calls whom, as seen in metrics.
create table service_edge (
  caller       text        not null,
  callee       text        not null,
  source       text        not null,
  last_seen_at timestamptz not null,
  primary key (caller, callee, source)
);

-- What changed, in order, for pages that are open. Pruned after an hour. Rows are appended as the
-- last statement of a transaction that holds an advisory lock, so that sequences become visible in
-- order and a reader that remembers the last one misses none.
create table incident_change (
  sequence    bigint      generated always as identity primary key,
  incident_id uuid        not null,
  kind        text        not null,
  at          timestamptz not null
);
create index incident_change_age on incident_change (at);

-- Answers to writes that carried an Idempotency-Key. Pruned after a day.
create table idempotency_key (
  principal    text        not null,
  key          text        not null,
  request_hash text        not null,
  status       int         not null,
  response     text        not null,
  created_at   timestamptz not null,
  primary key (principal, key)
);
create index idempotency_key_age on idempotency_key (created_at);

create table saved_view (
  id         uuid        primary key,
  owner      text        not null,
  name       text        not null,
  query      text        not null,
  created_at timestamptz not null,
  unique (owner, name)
);
