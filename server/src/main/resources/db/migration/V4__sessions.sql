-- Who has logged in at the page. Kept here and not in a pod's memory, so that any pod takes any
-- request; only the hash of the cookie is stored.
create table web_session (
  token_hash bytea       primary key,  -- SHA-256 of the cookie
  principal  text        not null,
  permission text        not null,     -- Permission: the highest it may use
  created_at timestamptz not null,
  expires_at timestamptz not null
);
-- Serves the clean-up.
create index web_session_expiry on web_session (expires_at);
