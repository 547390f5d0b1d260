-- Sessions that are over were left lying: each is refused when it is used, but nobody deletes those that are never used again.
-- When a session is over is said here alone; the two older functions that each said it themselves now ask it.

-- Not a function of its own to Postgres: plain SQL without settings is unfolded into the query, where indexes serve it.
create function app.session_is_live(p_expire timestamp, p_created_at timestamptz)
    returns boolean
    language sql stable parallel safe
    return p_expire > localtimestamp and p_created_at > now() - interval '30 days';

-- The other half of the rule; the first half has "IDX_session_expire".
create index if not exists session_created_at_idx on session (created_at);

-- Deletes up to `p_at_most` sessions that are over, 10000 whatever the caller says, and returns how many. Passes over rows that
-- somebody else has locked, so that it waits for no request and two of it share the work.
create function app.delete_expired_sessions(p_at_most integer)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.session
         where sid = any (array(
            select s.sid
              from public.session s
             where not app.session_is_live(s.expire, s.created_at)
             limit least(greatest(p_at_most, 0), 10000)
               for update skip locked))
        returning 1
    )
    select count(*) from deleted
$$;

-- As in V5 but for the rule.
create or replace function app.open_session(p_sid text)
    returns table (outcome text, user_id uuid, username text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    opened record;
    slides_to timestamp;
begin
    select s.expire, s.created_at, s.sess ->> 'userId' as user_id, s.sess -> 'cookie' ->> 'originalMaxAge' as max_age,
           json_typeof(s.sess -> 'cookie') as cookie, u.id, u.username
      into opened
      from public.session s
      left join public.users u
        on u.id = case when s.sess ->> 'userId' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (s.sess ->> 'userId')::uuid end
     where s.sid = p_sid
       and app.session_is_live(s.expire, s.created_at);

    if not found or opened.cookie is distinct from 'object' or coalesce(opened.user_id, '') = '' then
        return query select 'none', null::uuid, null::text;
        return;
    end if;
    if opened.id is null then
        delete from public.session s where s.sid = p_sid;
        return query select 'user_gone', null::uuid, null::text;
        return;
    end if;

    -- A session without originalMaxAge lives one day, as in connect-pg-simple. Whole seconds, rounded up, as it writes them.
    slides_to := least(
        to_timestamp(ceil(extract(epoch from now())
            + case when opened.max_age ~ '^[0-9]{1,12}(\.[0-9]+)?$' then opened.max_age::numeric / 1000 else 86400 end)),
        opened.created_at + interval '30 days');
    if abs(extract(epoch from slides_to - opened.expire)) >= 300 then
        update public.session s set expire = slides_to where s.sid = p_sid;
    end if;

    perform set_config('app.user_id', opened.id::text, true);
    return query select 'signed_in', opened.id, opened.username::text;
end
$$;

-- As in V6 but for the rule.
create or replace function app.own_sessions(p_current_sid text)
    returns table (handle text, created_at timestamptz, expires_at timestamptz, user_agent text, is_current boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select app.session_handle(s.sid), s.created_at,
           least(s.expire::timestamptz, s.created_at + interval '30 days'), s.user_agent, s.sid = p_current_sid
      from public.session s
     where s.sess ->> 'userId' = app.user_id()::text
       and app.session_is_live(s.expire, s.created_at)
     order by s.sid = p_current_sid desc, s.expire desc
     limit 100
$$;

-- Deleting what is over needs no session, so requests' role may. The rule is asked by functions that run as the owner.
revoke execute on function app.session_is_live, app.delete_expired_sessions from public;
grant execute on function app.delete_expired_sessions to conference_app;
