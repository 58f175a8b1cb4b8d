-- A shop in trouble, as the pages would see it: used by the tests of the pages and by
-- docs/screenshots/renew. Times are relative to now, so that the picture is always fresh.

-- Deterministic noise in -1..1.
create or replace function pg_temp.noise(n int, seed int) returns double precision
language sql immutable as $$
  select (('x' || substr(md5(n || '/' || seed), 1, 6))::bit(24)::int / 8388608.0) - 1
$$;

-- One series of 15 s samples over the last 50 minutes; it moves from `before` to `during` at `onset`.
create or replace function pg_temp.series(
  labels text, seed int, before double precision, during double precision,
  onset timestamptz, ending timestamptz default null) returns text
language sql stable as $$
  select format(
    '{"series":[{"labels":%s,"timestamps":[%s],"values":[%s]}]}',
    labels,
    string_agg((extract(epoch from at) * 1000)::bigint::text, ',' order by at),
    string_agg(
      case when n % 61 = 40 then 'null'
      else round((
        (before + (during - before) * case
          when at < onset or at > coalesce(ending, 'infinity') then 0
          else least(1, extract(epoch from at - onset) / 90) end)
        * (1 + 0.13 * pg_temp.noise(n, seed)))::numeric, 5)::text end, ',' order by at))
  from generate_series(0, 200) as n
  cross join lateral (select date_trunc('second', now()) - (200 - n) * interval '15 seconds' as at) t
$$;

-- By name, so that columns which a later migration adds do no harm here.
insert into watch
select (jsonb_populate_record(null::watch, jsonb_build_object(
  'id', 'w' || n, 'name', name, 'origin', origin, 'source', 'main', 'kind', kind, 'unit', unit,
  'badness', 'UP', 'query', '{}'::jsonb, 'query_text', query, 'service_label', 'service',
  'interval_ms', 15000, 'enabled', true, 'watermark', now() - interval '4 seconds',
  'live_from', now() - interval '2 days', 'series_count', series, 'last_error', error,
  'last_error_at', case when error is null then null else now() - interval '3 seconds' end,
  'last_cycle_at', now() - (case when error is null then 3 else 340 end) * interval '1 second',
  'created_at', now() - interval '2 days', 'last_seen_at', now()))).*
from (values
  (1, 'http latency p99', 'discovered', 'LATENCY_P99', 's', 'histogram_quantile(0.99, sum by (le, service) (rate(http_server_requests_seconds_bucket[1m])))', 9, null),
  (2, 'http errors', 'discovered', 'ERROR_RATIO', 'ratio', 'sum by (service) (rate(http_server_requests_seconds_count{status=~"5.."}[1m])) / sum by (service) (rate(http_server_requests_seconds_count[1m]))', 9, null),
  (3, 'http requests', 'discovered', 'REQUEST_RATE', 'req/s', 'sum by (service) (rate(http_server_requests_seconds_count[1m]))', 9, null),
  (4, 'jvm heap', 'discovered', 'MEMORY', 'bytes', 'sum by (service, instance) (jvm_memory_used_bytes{area="heap"})', 36, null),
  (5, 'jvm gc', 'discovered', 'GC_PAUSE', 's/s', 'sum by (service, instance) (rate(jvm_gc_pause_seconds_sum[1m]))', 36, null),
  (6, 'process cpu', 'discovered', 'CPU', 'cores', 'rate(process_cpu_seconds_total[1m])', 27, null),
  (7, 'orders', 'configured', 'CUSTOM', '', 'sum(increase(shop_orders_total[5m]))', 1, null),
  (8, 'pool use', 'discovered', 'POOL_USE', 'ratio', 'hikaricp_connections_active / hikaricp_connections_max', 5, 'main answered 503: query queue is full; the cycle is repeated')
) as w (n, name, origin, kind, unit, query, series, error);

insert into service_edge (caller, callee, source, last_seen_at)
select caller, callee, 'main', now() from (values
  ('gateway', 'storefront'), ('storefront', 'catalog'), ('storefront', 'cart'),
  ('storefront', 'checkout'), ('checkout', 'cart'), ('checkout', 'payment'),
  ('checkout', 'shipping'), ('payment', 'ledger'), ('storefront', 'recommendation'),
  ('recommendation', 'catalog')) as e (caller, callee);

insert into incident (id, title, status, severity, service, services, fingerprint, started_at,
  detected_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by, last_activity_at,
  reopened_count, signal_count, alert_count, open_signal_count, open_alert_count, explanation,
  headline, investigated_at, updated_at)
select md5('incident' || n)::uuid, title, status, severity, services[1], services, 'fp' || n,
  now() - started, now() - started + interval '40 seconds',
  case when status = 'ACKNOWLEDGED' then now() - started + interval '5 minutes' end,
  case when status = 'ACKNOWLEDGED' then 'mara' end,
  case when status = 'RESOLVED' then now() - started + interval '23 minutes' end,
  case when status = 'RESOLVED' then 'copilot' end,
  now() - interval '1 minute', reopened, signals, alerts, open_signals, open_alerts, explanation,
  headline, case when explanation <> 'PENDING' then now() - started + interval '55 seconds' end,
  now()
from (values
  (1, 'Disk of ledger fills', 'RESOLVED', 'WARNING', array['ledger'], interval '26 hours', 0, 1, 1, 0, 0, 'EXPLAINED', 'ledger: disk use rose from 61 % to 88 % after 02:10; nothing upstream was affected.'),
  (2, 'p99 latency of recommendation above its range', 'RESOLVED', 'INFO', array['recommendation'], interval '9 hours', 1, 2, 0, 0, 0, 'UNRESOLVED', 'Nothing stands out: latency of recommendation rose by 40 % for two minutes and fell back.'),
  (3, 'Memory use of catalog keeps growing', 'ACKNOWLEDGED', 'WARNING', array['catalog', 'recommendation'], interval '2 hours 10 minutes', 2, 3, 1, 2, 1, 'UNRESOLVED', 'No cause named: memory of catalog grows steadily, and no other series moved before it.'),
  (4, 'Requests to gateway fell below their range', 'DETECTED', 'INFO', array['gateway'], interval '3 minutes', 0, 1, 0, 1, 0, 'PENDING', null),
  (5, 'Errors in checkout and storefront', 'INVESTIGATING', 'CRITICAL', array['payment', 'checkout', 'storefront', 'gateway'], interval '12 minutes', 0, 6, 2, 5, 2, 'EXPLAINED', 'payment slowed down first: its p99 latency rose from 121 ms to 1.94 s 40 s before checkout began to fail, and checkout waits for it.')
) as i (n, title, status, severity, services, started, reopened, signals, alerts, open_signals, open_alerts, explanation, headline)
order by n;

insert into signal (id, watch_id, series_key, service, kind, unit, labels, direction, onset,
  fired_at, ended_at, score, strength, observed, expected, lower_bound, upper_bound, incident_id,
  correlated_at)
select md5('signal' || n)::uuid, 'w1', 'k' || n, service, kind, unit,
  jsonb_build_object('service', service, 'job', 'shop', 'instance', service || '-6f7c9-' || n || ':8080'),
  direction, now() - onset, now() - onset + interval '35 seconds',
  case when ended then now() - onset + interval '9 minutes' end,
  0.97, strength, observed, expected, low, high, md5('incident' || incident)::uuid, now()
from (values
  (1, 5, 'payment', 'LATENCY_P99', 's', 'UP', interval '12 minutes', false, 31.4, 1.94, 0.121, 0.07, 0.21),
  (2, 5, 'checkout', 'ERROR_RATIO', 'ratio', 'UP', interval '11 minutes 15 seconds', false, 24.0, 0.34, 0.004, 0.0, 0.02),
  (3, 5, 'checkout', 'LATENCY_P99', 's', 'UP', interval '11 minutes 20 seconds', false, 18.2, 2.31, 0.24, 0.16, 0.38),
  (4, 5, 'storefront', 'ERROR_RATIO', 'ratio', 'UP', interval '10 minutes 40 seconds', false, 11.7, 0.12, 0.003, 0.0, 0.015),
  (5, 5, 'gateway', 'LATENCY_MEAN', 's', 'UP', interval '10 minutes', false, 7.9, 0.61, 0.19, 0.12, 0.29),
  (6, 5, 'payment', 'CPU', 'cores', 'DOWN', interval '11 minutes 50 seconds', true, 5.1, 0.08, 0.31, 0.22, 0.4),
  (7, 3, 'catalog', 'MEMORY', 'bytes', 'UP', interval '130 minutes', false, 9.3, 1.91e9, 8.2e8, 6.9e8, 9.6e8),
  (8, 3, 'catalog', 'GC_PAUSE', 's/s', 'UP', interval '80 minutes', false, 6.2, 0.074, 0.008, 0.0, 0.02),
  (9, 3, 'recommendation', 'LATENCY_P99', 's', 'UP', interval '70 minutes', true, 5.5, 0.72, 0.31, 0.2, 0.45),
  (10, 4, 'gateway', 'REQUEST_RATE', 'req/s', 'DOWN', interval '3 minutes', false, 6.0, 212, 388, 320, 450)
) as s (n, incident, service, kind, unit, direction, onset, ended, strength, observed, expected, low, high);

insert into alert (id, receiver, fingerprint, name, service, severity, status, labels, annotations,
  generator_url, sent_starts_at, starts_at, received_at, updated_at, receive_count, incident_id,
  correlated_at)
select md5('alert' || n)::uuid, 'alertmanager', 'f' || n, name, service, severity, 'FIRING',
  jsonb_build_object('alertname', name, 'service', service),
  jsonb_build_object('summary', summary), 'http://localhost:9090/graph?g0.expr=up',
  now() - started, now() - started, now() - started, now(), received,
  md5('incident' || incident)::uuid, now()
from (values
  (1, 5, 'CheckoutErrorsHigh', 'checkout', 'CRITICAL', interval '10 minutes', 11, 'More than 5 % of checkouts fail'),
  (2, 5, 'StorefrontSlo', 'storefront', 'WARNING', interval '8 minutes', 4, 'Error budget burns 14 times too fast'),
  (3, 3, 'HeapNearLimit', 'catalog', 'WARNING', interval '55 minutes', 12, 'Heap above 85 % for 30 minutes')
) as a (n, incident, name, service, severity, started, received, summary);

insert into evidence (id, incident_id, kind, title, source, query_text, range_start, range_end,
  step_ms, unit, result, sha256, captured_at)
select md5('evidence' || n)::uuid, md5('incident' || incident)::uuid, 'series', title, 'main', query,
  now() - interval '50 minutes', now(), 15000, unit, result, encode(sha256(result::bytea), 'hex'),
  now() - interval '10 minutes'
from (values
  (1, 5, 'p99 latency of payment', 'histogram_quantile(0.99, sum by (le) (rate(http_server_requests_seconds_bucket{service="payment"}[1m])))', 's',
    pg_temp.series('{"service":"payment"}', 1, 0.121, 1.94, now() - interval '12 minutes')),
  (2, 5, 'Error ratio of checkout', 'sum(rate(http_server_requests_seconds_count{service="checkout",status=~"5.."}[1m])) / sum(rate(http_server_requests_seconds_count{service="checkout"}[1m]))', 'ratio',
    pg_temp.series('{"service":"checkout"}', 2, 0.004, 0.34, now() - interval '11 minutes 15 seconds')),
  (3, 5, 'p99 latency of checkout', 'histogram_quantile(0.99, sum by (le) (rate(http_server_requests_seconds_bucket{service="checkout"}[1m])))', 's',
    pg_temp.series('{"service":"checkout"}', 3, 0.24, 2.31, now() - interval '11 minutes 20 seconds')),
  (4, 5, 'Requests from checkout to payment', 'sum(rate(http_client_requests_seconds_count{service="checkout",peer="payment"}[1m]))', 'req/s',
    pg_temp.series('{"service":"checkout","peer":"payment"}', 4, 42, 38, now() - interval '11 minutes')),
  (5, 3, 'Heap of catalog', 'sum by (service) (jvm_memory_used_bytes{area="heap",service="catalog"})', 'bytes',
    pg_temp.series('{"service":"catalog"}', 5, 1.2e9, 1.91e9, now() - interval '45 minutes'))
) as e (n, incident, title, query, unit, result);

insert into suspect (incident_id, rank, service, kind, role, score, onset, before_value,
  during_value, unit, statement, evidence_ids)
select md5('incident5')::uuid, rank, service, kind, role, score, now() - onset, before, during, unit,
  statement, (select array_agg(md5('evidence' || n)::uuid) from unnest(evidence) as n)
from (values
  (1, 'payment', 'LATENCY_P99', 'DEEPEST_ANOMALOUS', 0.93, interval '12 minutes', 0.121, 1.94, 's', 'Moved first, and is the deepest service on the affected path: nothing that it calls deviates.', array[1, 4]),
  (2, 'checkout', 'ERROR_RATIO', 'ON_PATH', 0.41, interval '11 minutes 15 seconds', 0.004, 0.34, 'ratio', 'Fails 45 s after payment slowed down; its calls to payment time out.', array[2, 3]),
  (3, 'storefront', 'ERROR_RATIO', 'ON_PATH', 0.22, interval '10 minutes 40 seconds', 0.003, 0.12, 'ratio', 'Passes on the errors of checkout.', array[2])
) as s (rank, service, kind, role, score, onset, before, during, unit, statement, evidence);

insert into incident_event (incident_id, at, kind, actor, text, data)
select md5('incident' || incident)::uuid, now() - ago, kind, actor, text, '{}'
from (values
  (1, interval '26 hours', 'DETECTED', 'copilot', 'Detected: disk use of ledger above its range'),
  (1, interval '25 hours', 'STATUS_CHANGED', 'copilot', 'Resolved: every signal and alert has ended'),
  (3, interval '130 minutes', 'DETECTED', 'copilot', 'Detected: memory use of catalog above its range'),
  (3, interval '125 minutes', 'STATUS_CHANGED', 'mara', 'Acknowledged'),
  (3, interval '80 minutes', 'SIGNAL_JOINED', 'copilot', 'GC pause time of catalog joined'),
  (3, interval '64 minutes', 'COMMENT', 'mara', 'Suspect the new image cache. Rolling back one pod to compare.'),
  (3, interval '61 minutes', 'SIGNAL_ENDED', 'copilot', 'p99 latency of recommendation is back in its range'),
  (5, interval '11 minutes 20 seconds', 'DETECTED', 'copilot', 'Detected: p99 latency of payment 31σ above its range'),
  (5, interval '10 minutes 40 seconds', 'SIGNAL_JOINED', 'copilot', 'Error ratio of checkout joined'),
  (5, interval '10 minutes 30 seconds', 'SEVERITY_CHANGED', 'copilot', 'Severity raised from warning to critical: 4 services affected'),
  (5, interval '10 minutes 5 seconds', 'EXPLAINED', 'copilot', 'Explained: payment is the first suspect, with 4 pieces of evidence'),
  (5, interval '10 minutes', 'ALERT_JOINED', 'copilot', 'Alert CheckoutErrorsHigh joined'),
  (5, interval '9 minutes', 'COMMENT', 'jonas', 'Provider status page says all green. Looking at our connection pool.'),
  (4, interval '2 minutes 20 seconds', 'DETECTED', 'copilot', 'Detected: request rate of gateway below its range')
) as e (incident, ago, kind, actor, text);

insert into incident_change (incident_id, kind, at)
select id, 'DETECTED', now() from incident order by number;
