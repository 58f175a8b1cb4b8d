-- What is watched, how far each watch has got, and the memory of its detectors.

create table watch (
  id            text        primary key, -- hash of source and query: the same watch on every pod
  name          text        not null,
  origin        text        not null check (origin in ('discovered', 'configured')),
  source        text        not null,    -- name of the metrics source
  kind          text        not null,    -- SignalKind
  unit          text        not null,
  badness       text        not null check (badness in ('UP', 'DOWN', 'EITHER')),
  query         jsonb       not null,    -- MetricQuery
  query_text    text        not null,    -- as people read it
  traffic       jsonb,                   -- MetricQuery: requests a second behind each series
  service_label text,                    -- the label that names the service, if any
  interval_ms   bigint      not null check (interval_ms > 0),
  enabled       boolean     not null default true,
  -- End of the last interval that was processed. A new watch starts in the past, to learn.
  watermark     timestamptz not null,
  -- Points before this time are learned from and open no signals.
  live_from     timestamptz not null,
  series_count  int         not null default 0,
  last_error    text,
  last_error_at timestamptz,
  last_cycle_at timestamptz,
  created_at    timestamptz not null,
  -- Discovery saw its metric, or the configuration holds it.
  last_seen_at  timestamptz not null
);
-- Serves the list and the clean-up of watches that nothing asks for any more.
create index watch_name on watch (name, id);

-- One row a processed span of intervals: (from_time, to_time]. The spans of a watch touch and never
-- overlap; the primary key makes a second pod that processed the same start fail.
create table watch_cycle (
  watch_id     text        not null references watch (id) on delete cascade,
  from_time    timestamptz not null,
  to_time      timestamptz not null check (to_time > from_time),
  pod          text        not null,
  processed_at timestamptz not null,
  series       int         not null,
  points       int         not null,
  signals      int         not null,
  -- Given up on purpose, after an outage too long to catch up with.
  skipped      boolean     not null default false,
  primary key (watch_id, from_time)
);
-- Serves the clean-up of old rows.
create index watch_cycle_age on watch_cycle (processed_at);

-- Detector memory, some hundred series a row, written in the transaction that moves the watermark.
create table detector_state (
  watch_id   text        not null references watch (id) on delete cascade,
  shard      int         not null,
  state      bytea       not null,
  series     int         not null,
  updated_at timestamptz not null,
  primary key (watch_id, shard)
);
-- Compressed already; PostgreSQL need not try again.
alter table detector_state alter column state set storage external;

create table signal (
  id            uuid        primary key,
  sequence      bigint      generated always as identity,
  watch_id      text        not null,
  series_key    text        not null,  -- the labels, in canonical notation
  service       text        not null,
  kind          text        not null,  -- SignalKind
  unit          text        not null,
  labels        jsonb       not null,
  direction     text        not null check (direction in ('UP', 'DOWN')),
  onset         timestamptz not null,  -- estimated start of the deviation
  fired_at      timestamptz not null,  -- time of the sample that opened the episode
  ended_at      timestamptz,           -- null while the episode lasts
  score         double precision not null,
  strength      double precision not null,  -- robust sigmas
  observed      double precision not null,
  expected      double precision not null,
  lower_bound   double precision not null,
  upper_bound   double precision not null,
  incident_id   uuid,
  correlated_at timestamptz
);
-- Serves the correlator's poll for new work.
create index signal_pending on signal (sequence) where correlated_at is null;
-- Serves the incident page and auto-resolution.
create index signal_incident on signal (incident_id, fired_at) where incident_id is not null;
-- Serves the list, newest first, and its filters.
create index signal_fired on signal (fired_at desc, id desc);
create index signal_service on signal (service, fired_at desc);
-- Serves the detector: at most one open episode a series.
create unique index signal_open on signal (watch_id, series_key) where ended_at is null;
-- Serves the detector when an episode comes back soon after it ended.
create index signal_series on signal (watch_id, series_key, fired_at desc);
