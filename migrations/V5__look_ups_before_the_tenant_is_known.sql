-- The few steps that must see users and sessions run as the owner, each returning just what its caller needs.
-- search_path is fixed and every table is named with its schema, so that no caller can slip in one of its own.

-- Opens a session for this transaction. `outcome`: 'signed_in', 'user_gone' (its row is removed), 'none'.
-- Moves the expiry as express-session's touch does, but only when that moves it by five minutes or more.
create function app.open_session(p_sid text)
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
       and s.expire > localtimestamp
       and s.created_at > now() - interval '30 days';

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

-- Opens a client for this transaction by its public key; no row for an unknown key. Only an active client's rows become visible.
create function app.open_key(p_key text)
    returns table (client_id uuid, status text, allowed_domains jsonb)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    for client_id, status, allowed_domains in
        select c.id, c.status, c.allowed_domains from public.clients c where c.public_api_key = p_key
    loop
        if status = 'active' then
            perform set_config('app.client_id', client_id::text, true);
        end if;
        return next;
    end loop;
end
$$;

-- What a log-in needs to check a password: user id and stored hash.
create function app.find_login(p_username text)
    returns table (user_id uuid, password_hash text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.id, u.password from public.users u where u.username = p_username
$$;

-- Writes a session row as connect-pg-simple does. For the functions below, never for the application role.
create function app.insert_session(p_sid text, p_sess json, p_expires_at_s double precision, p_user_agent text)
    returns void
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    insert into public.session (sid, sess, expire, user_agent)
    values (p_sid, p_sess, to_timestamp(p_expires_at_s), p_user_agent)
$$;

-- Finishes a log-in whose password was checked against `p_checked_hash`: replaces the caller's old session by a new one and stores
-- an upgraded hash. False, and nothing done, when the stored password is no longer the one that was checked.
-- The lock on the user makes two log-ins at once take turns, so that only one of them creates a missing client.
create function app.log_in(p_user_id uuid, p_checked_hash text, p_upgraded_hash text,
                           p_old_sid text, p_sid text, p_sess json, p_expires_at_s double precision, p_user_agent text)
    returns table (username text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    select u.username into username
      from public.users u
     where u.id = p_user_id and u.password = p_checked_hash
       for update;
    if not found then
        return;
    end if;
    if p_upgraded_hash is not null then
        update public.users u set password = p_upgraded_hash where u.id = p_user_id;
    end if;
    delete from public.session s where s.sid = p_old_sid;
    perform app.insert_session(p_sid, p_sess, p_expires_at_s, p_user_agent);
    perform set_config('app.user_id', p_user_id::text, true);
    return next;
end
$$;

-- Creates a user and its first session. Raises users_username_unique when the name is taken in any case of letters.
-- The advisory lock makes two registers of one name take turns: old names may differ by case alone, so no index can decide.
create function app.register(p_user_id uuid, p_username text, p_password_hash text,
                             p_old_sid text, p_sid text, p_sess json, p_expires_at_s double precision, p_user_agent text)
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('app.register ' || lower(p_username), 0));
    if exists (select from public.users u where lower(u.username) = lower(p_username)) then
        raise unique_violation using constraint = 'users_username_unique', message = 'username taken';
    end if;
    insert into public.users (id, username, password) values (p_user_id, p_username, p_password_hash);
    delete from public.session s where s.sid = p_old_sid;
    perform app.insert_session(p_sid, p_sess, p_expires_at_s, p_user_agent);
    perform set_config('app.user_id', p_user_id::text, true);
end
$$;

create function app.log_out(p_sid text)
    returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    delete from public.session s where s.sid = p_sid
$$;

revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to conference_app;
revoke execute on function app.insert_session from conference_app;
