-- A session slides with use but ends for good 30 days after log-in (OWASP: absolute timeout); that needs its birth time.
-- The old server inserts by column name, so it fills the new columns by their defaults.
alter table session
    add column if not exists created_at timestamptz not null default now(),
    add column if not exists user_agent text;

-- To list and end the sessions of one user. `sess` stays json: express-session reads it back byte for byte.
create index if not exists session_user_id_idx on session ((sess ->> 'userId'));
