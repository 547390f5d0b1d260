-- What a signed-in user may do with the own account: see and end sessions, change the password, delete everything.
-- Each works on app.user_id() alone, so it does nothing before a session was opened in the same transaction.

-- The stored hash, to check the current password against.
create function app.own_password_hash()
    returns text
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select u.password from public.users u where u.id = app.user_id()
$$;

-- A session is named by a digest of its sid: the sid itself is half of a log-in and never leaves the database.
create function app.session_handle(p_sid text)
    returns text
    language sql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$
    select left(encode(sha256(convert_to(p_sid, 'UTF8')), 'hex'), 32)
$$;

create function app.own_sessions(p_current_sid text)
    returns table (handle text, created_at timestamptz, expires_at timestamptz, user_agent text, is_current boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select app.session_handle(s.sid), s.created_at,
           least(s.expire::timestamptz, s.created_at + interval '30 days'), s.user_agent, s.sid = p_current_sid
      from public.session s
     where s.sess ->> 'userId' = app.user_id()::text
       and s.expire > localtimestamp
       and s.created_at > now() - interval '30 days'
     order by s.sid = p_current_sid desc, s.expire desc
     limit 100
$$;

-- Ends one own session by its handle, or with null every own session but the current one. Returns how many ended.
create function app.end_own_sessions(p_handle text, p_current_sid text)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with ended as (
        delete from public.session s
         where s.sess ->> 'userId' = app.user_id()::text
           and case when p_handle is null then s.sid <> p_current_sid else app.session_handle(s.sid) = p_handle end
        returning 1
    )
    select count(*) from ended
$$;

-- Stores a new password unless it changed since `p_checked_hash` was read, and ends all other sessions. False when it did change.
create function app.change_own_password(p_checked_hash text, p_new_hash text, p_current_sid text)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    update public.users u set password = p_new_hash where u.id = app.user_id() and u.password = p_checked_hash;
    if not found then
        return false;
    end if;
    perform app.end_own_sessions(null, p_current_sid);
    return true;
end
$$;

-- Deletes the user with clients, widgets and sessions, unless the password changed since it was checked. False when it did.
create function app.delete_own_account(p_checked_hash text)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.users u where u.id = app.user_id() and u.password = p_checked_hash;
    if not found then
        return false;
    end if;
    delete from public.session s where s.sess ->> 'userId' = app.user_id()::text;
    return true;
end
$$;

revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to conference_app;
revoke execute on function app.insert_session from conference_app;
