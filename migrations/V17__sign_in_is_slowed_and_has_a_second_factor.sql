-- Guessing is slowed: attempts to sign in are counted before a password is looked at. And whoever wants is asked for a code of an
-- authenticator besides the password (TOTP, RFC 6238), or for a recovery code.

-- Attempts that have not succeeded. `key`: 32 bytes for a user name, a browser that is known to a user, or an address, each a keyed hash that
-- tells nobody which; 16 bytes, a user's id, for those that the user's own sessions make.
create table sign_in_counters (
    key           bytea       not null,
    used          integer     not null,
    -- Until then nothing more is looked at.
    blocked_until timestamptz,
    -- From then on it counts for nothing.
    over_at       timestamptz not null,
    constraint sign_in_counters_pkey primary key (key)
);
create index sign_in_counters_over_at_idx on sign_in_counters (over_at);

create table second_factors (
    user_id    uuid        not null,
    -- Sealed for the user (shared::sealed).
    secret     text        not null,
    -- Null: it was shown, and no code of it was seen yet.
    enabled_at timestamptz,
    -- The last time step of which a code was used: none of it or of one before is good any more.
    last_step  bigint      not null default 0,
    created_at timestamptz not null default now(),
    constraint second_factors_pkey primary key (user_id),
    constraint second_factors_user_id_fk foreign key (user_id) references users (id) on delete cascade
);

-- Those that are left: one goes when it is used. `hash`: SHA-256 of the user's id and the code, which is random.
create table recovery_codes (
    user_id uuid  not null,
    hash    bytea not null,
    constraint recovery_codes_pkey primary key (user_id, hash),
    constraint recovery_codes_user_id_fk foreign key (user_id) references second_factors (user_id) on delete cascade
);

alter table sign_in_counters enable row level security;
alter table second_factors   enable row level security;
alter table recovery_codes   enable row level security;
-- Nothing is granted: only the functions below read and write.
revoke all on sign_in_counters, second_factors, recovery_codes from public, conference_app;

-- Counts an attempt on an account, unless the one before was so lately that it has to wait: then gives the seconds, and counts nothing. After
-- the fifth in a row it is 15 seconds until the next, then twice as long each time, 15 minutes at most. Every quarter of an hour one is forgotten.
-- Who has to wait is told without a lock; the others take turns, each until the end of its own short transaction. Nobody stands in line for long:
-- a flood on one name shall not hold all connections.
create function app.count_attempt(p_key bytea)
    returns integer
    language plpgsql volatile set search_path = pg_catalog, pg_temp set lock_timeout = '500ms'
as $$
#variable_conflict use_column
declare
    wait_s integer;
begin
    for turn in 1..2 loop
        select ceil(extract(epoch from c.blocked_until - now())) into wait_s
          from public.sign_in_counters c
         where c.key = p_key and c.blocked_until > now();
        if found then
            return greatest(wait_s, 1);
        end if;
        insert into public.sign_in_counters as c (key, used, over_at)
        values (p_key, 1, now() + interval '15 minutes')
        on conflict on constraint sign_in_counters_pkey do update
           set (used, blocked_until, over_at) = (
                select n.used,
                       case when n.used >= 5 then now() + least(interval '15 seconds' * 2 ^ (n.used - 5), interval '15 minutes') end,
                       now() + n.used * interval '15 minutes'
                  from (select least(greatest(least(c.used, ceil(extract(epoch from c.over_at - now()) / 900)), 0) + 1, 11)::integer as used) n)
         where c.blocked_until is null or c.blocked_until <= now();
        if found then
            return null;
        end if;
        -- Somebody else was faster, and it has to wait now.
    end loop;
    return 1;
exception
    when lock_not_available then
        return 1;
end
$$;

-- Seconds until one of these counters that is full counts for nothing; null when there is room in all.
create function app.ring_wait(p_keys bytea[], p_limits integer[])
    returns integer
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select max(greatest(ceil(extract(epoch from c.over_at - now())), 1))::integer
      from unnest(p_keys, p_limits) r (key, at_most)
      join public.sign_in_counters c on c.key = r.key
     where c.used >= r.at_most and c.over_at > now()
$$;

-- Counts one in each of these counters, which begin anew when they are over. Gives the seconds to wait when it was one too many for one of them,
-- or when too many stand in line.
create function app.count_in_rings(p_keys bytea[], p_limits integer[], p_window interval)
    returns integer
    language plpgsql volatile set search_path = pg_catalog, pg_temp set lock_timeout = '500ms'
as $$
declare
    ring record;
    counted record;
    wait_s integer;
begin
    -- One after the other, always in their order, so that nobody waits for each other.
    for ring in select r.key, r.at_most from unnest(p_keys, p_limits) with ordinality r (key, at_most, place) order by r.place loop
        insert into public.sign_in_counters as c (key, used, over_at)
        values (ring.key, 1, now() + p_window)
        on conflict on constraint sign_in_counters_pkey do update
           set used = case when c.over_at <= now() then 1 else greatest(c.used, least(c.used + 1, ring.at_most + 1)) end,
               over_at = case when c.over_at <= now() then now() + p_window else c.over_at end
        returning c.used, c.over_at into counted;
        if counted.used > ring.at_most then
            wait_s := greatest(coalesce(wait_s, 1), ceil(extract(epoch from counted.over_at - now()))::integer);
        end if;
    end loop;
    return wait_s;
exception
    when lock_not_available then
        return 1;
end
$$;

-- What a log-in needs to check a password and a code. As before, with the second factor when it is turned on.
drop function app.find_login(text);
create function app.find_login(p_username text)
    returns table (user_id uuid, password_hash text, second_factor text, last_step bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp rows 1
as $$
    select u.id, u.password, f.secret, f.last_step
      from public.users u
      left join public.second_factors f on f.user_id = u.id and f.enabled_at is not null
     where u.username = p_username
$$;

-- The same, counted before anything is looked at, for known and unknown names alike: `wait_s` seconds it has to wait, and then nothing else is told.
-- A browser that this user has logged in with before (`p_device_user_id`) has a counter of its own and is not held up by its address, so that
-- nobody locks people out of their own browsers.
create function app.begin_log_in(p_username text, p_name_key bytea, p_device_user_id uuid, p_device_key bytea,
                                 p_address_keys bytea[], p_address_limits integer[])
    returns table (wait_s integer, user_id uuid, password_hash text, second_factor text, last_step bigint)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 1
as $$
#variable_conflict use_column
declare
    is_known_device boolean;
begin
    -- Before anything is locked: nobody shall wait for whoever waits for this.
    select l.user_id, l.password_hash, l.second_factor, l.last_step
      into user_id, password_hash, second_factor, last_step
      from app.find_login(p_username) l;
    is_known_device := coalesce(user_id = p_device_user_id, false);
    if is_known_device then
        wait_s := app.count_attempt(p_device_key);
    else
        wait_s := app.ring_wait(p_address_keys, p_address_limits);
        if wait_s is null then
            wait_s := app.count_attempt(p_name_key);
        end if;
        if wait_s is null then
            wait_s := app.count_in_rings(p_address_keys, p_address_limits, interval '15 minutes');
        end if;
    end if;
    if wait_s is not null then
        user_id := null;
        password_hash := null;
        second_factor := null;
        last_step := null;
    end if;
    return next;
end
$$;

-- A log-in has succeeded in this transaction: what app.begin_log_in counted was no failure.
create function app.forget_log_in_attempts(p_name_key bytea, p_device_user_id uuid, p_device_key bytea, p_address_keys bytea[])
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    address_key bytea;
begin
    if app.user_id() is null then
        return;
    end if;
    if app.user_id() = p_device_user_id then
        delete from public.sign_in_counters c where c.key = p_device_key;
        return;
    end if;
    delete from public.sign_in_counters c where c.key = p_name_key;
    foreach address_key in array p_address_keys loop
        update public.sign_in_counters c set used = greatest(c.used - 1, 0) where c.key = address_key;
    end loop;
end
$$;

-- Raises sign_in_counters_full when an address did one of these things too often. The caller's transaction then changes nothing.
create function app.check_rings(p_keys bytea[], p_limits integer[])
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if app.ring_wait(p_keys, p_limits) is not null then
        raise check_violation using constraint = 'sign_in_counters_full', message = 'too many from this address';
    end if;
end
$$;

-- Counts a registration of an address, or raises as above. Others of the address wait until the transaction ends: it belongs at its end.
create function app.count_registration(p_keys bytea[], p_limits integer[])
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if app.count_in_rings(p_keys, p_limits, interval '1 hour') is not null then
        raise check_violation using constraint = 'sign_in_counters_full', message = 'too many from this address';
    end if;
end
$$;

-- Counts a failure that was no log-in: a registration tells which names are taken. Raises as app.count_registration does, so that a flood in
-- parallel, all of which found room before, is told no more.
create function app.count_failure(p_address_keys bytea[], p_address_limits integer[])
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if app.count_in_rings(p_address_keys, p_address_limits, interval '15 minutes') is not null then
        raise check_violation using constraint = 'sign_in_counters_full', message = 'too many from this address';
    end if;
end
$$;

-- Uses a code of a user's second factor: a time step of `p_secret` that is later than the last one used, or a recovery code that is left. Whoever
-- comes with the same one at the same time waits, and then finds it used. `p_resealed`: the secret sealed anew, where the key is to go that it was
-- sealed with. For the functions below, never for the application role.
create function app.use_code(p_user_id uuid, p_secret text, p_step bigint, p_resealed text, p_recovery_hash bytea)
    returns boolean
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    if p_step is not null then
        update public.second_factors f set last_step = p_step, secret = coalesce(p_resealed, f.secret)
         where f.user_id = p_user_id and f.enabled_at is not null and f.secret = p_secret and f.last_step < p_step;
    else
        delete from public.recovery_codes r where r.user_id = p_user_id and r.hash = p_recovery_hash;
    end if;
    return found;
end
$$;

-- Finishes a log-in whose password was checked against `p_checked_hash`: replaces the caller's old session by a new one and stores an upgraded hash.
-- `outcome`: 'logged_in'; 'changed' when the password is another by now or a second factor was turned on meanwhile; 'refused' when the code was used.
-- Then nothing is done. The lock on the user makes two log-ins at once take turns, so that only one of them creates a missing client.
create function app.finish_log_in(p_user_id uuid, p_checked_hash text, p_upgraded_hash text,
                                  p_secret text, p_step bigint, p_resealed text, p_recovery_hash bytea,
                                  p_old_sid text, p_sid text, p_sess json, p_expires_at_s double precision, p_user_agent text)
    returns table (outcome text, username text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 1
as $$
begin
    outcome := 'changed';
    select u.username into username
      from public.users u
     where u.id = p_user_id and u.password = p_checked_hash
       for update;
    if found and exists (select from public.second_factors f where f.user_id = p_user_id and f.enabled_at is not null) then
        if p_step is null and p_recovery_hash is null then
            username := null;
        elsif not app.use_code(p_user_id, p_secret, p_step, p_resealed, p_recovery_hash) then
            outcome := 'refused';
            username := null;
        end if;
    end if;
    if username is null then
        return next;
        return;
    end if;
    if p_upgraded_hash is not null then
        update public.users u set password = p_upgraded_hash where u.id = p_user_id;
    end if;
    delete from public.session s where s.sid = p_old_sid;
    perform app.insert_session(p_sid, p_sess, p_expires_at_s, p_user_agent);
    perform set_config('app.user_id', p_user_id::text, true);
    outcome := 'logged_in';
    return next;
end
$$;

-- For programs from before this migration, which know of no second factor: whoever has one does not log in by them.
create or replace function app.log_in(p_user_id uuid, p_checked_hash text, p_upgraded_hash text,
                                      p_old_sid text, p_sid text, p_sess json, p_expires_at_s double precision, p_user_agent text)
    returns table (username text)
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    select l.username
      from app.finish_log_in(p_user_id, p_checked_hash, p_upgraded_hash, null, null, null, null,
                             p_old_sid, p_sid, p_sess, p_expires_at_s, p_user_agent) l
     where l.outcome = 'logged_in'
$$;

-- What the signed-in user's password and code are checked against once more, counted like a log-in but on a counter of its own: a stolen session
-- shall not guess either, and whoever hammers the log-in from outside shall not be in the user's way.
create function app.begin_own_check()
    returns table (wait_s integer, password_hash text, second_factor text, is_enabled boolean, last_step bigint)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 1
as $$
#variable_conflict use_column
begin
    select u.password, f.secret, f.enabled_at is not null, f.last_step
      into password_hash, second_factor, is_enabled, last_step
      from public.users u
      left join public.second_factors f on f.user_id = u.id
     where u.id = app.user_id();
    if found then
        wait_s := app.count_attempt(uuid_send(app.user_id()));
    end if;
    if wait_s is not null then
        password_hash := null;
        second_factor := null;
        last_step := null;
    end if;
    return next;
end
$$;

-- What app.begin_own_check counted was right, password and code. For the functions below, never for the application role.
create function app.forget_all_own_attempts()
    returns void
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    delete from public.sign_in_counters c where c.key = uuid_send(app.user_id())
$$;

-- The password was right. Where a code is asked for besides, that takes nothing back: whoever has a session
-- and the password could guess at the code without end.
create function app.forget_own_attempts()
    returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    delete from public.sign_in_counters c
     where c.key = uuid_send(app.user_id())
       and not exists (select from public.second_factors f where f.user_id = app.user_id() and f.enabled_at is not null)
$$;

create function app.own_second_factor()
    returns table (enabled_at timestamptz, recovery_codes_left bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp rows 1
as $$
    select f.enabled_at, (select count(*) from public.recovery_codes r where r.user_id = app.user_id())
      from (select) nothing
      left join public.second_factors f on f.user_id = app.user_id() and f.enabled_at is not null
$$;

-- Those below give 'done', or why nothing is done: 'changed' when the password is no longer the one that was checked, 'refused' when the code was
-- used, 'enabled' and 'missing' when the second factor is, or is not, what it must be.

-- Keeps a secret whose codes were not seen yet, in place of another such.
create function app.set_up_own_second_factor(p_checked_hash text, p_secret text)
    returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    -- The lock makes a change of the password wait, and what else is done with the second factor.
    perform from public.users u where u.id = app.user_id() and u.password = p_checked_hash for update;
    if not found then
        return 'changed';
    end if;
    perform app.forget_own_attempts();
    insert into public.second_factors as f (user_id, secret) values (app.user_id(), p_secret)
    on conflict on constraint second_factors_pkey do update
       set secret = p_secret, created_at = now(), last_step = 0
     where f.enabled_at is null;
    return case when found then 'done' else 'enabled' end;
end
$$;

-- Turns on the secret of which a code was seen, and ends all other sessions: they were begun without it.
create function app.enable_own_second_factor(p_secret text, p_step bigint, p_recovery_hashes bytea[], p_current_sid text)
    returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    perform from public.users u where u.id = app.user_id() for update;
    update public.second_factors f set enabled_at = now(), last_step = p_step
     where f.user_id = app.user_id() and f.enabled_at is null and f.secret = p_secret;
    if not found then
        return 'missing';
    end if;
    insert into public.recovery_codes (user_id, hash) select app.user_id(), h from unnest(p_recovery_hashes) h;
    perform app.end_own_sessions(null, p_current_sid);
    -- Counters come last: who holds one waits for nothing else.
    perform app.forget_all_own_attempts();
    return 'done';
end
$$;

-- The check that the two below have in common. For them alone.
create function app.check_own_code(p_checked_hash text, p_secret text, p_step bigint, p_resealed text, p_recovery_hash bytea)
    returns text
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    perform from public.users u where u.id = app.user_id() and u.password = p_checked_hash for update;
    if not found then
        return 'changed';
    end if;
    if not exists (select from public.second_factors f where f.user_id = app.user_id() and f.enabled_at is not null) then
        return 'missing';
    end if;
    if not app.use_code(app.user_id(), p_secret, p_step, p_resealed, p_recovery_hash) then
        return 'refused';
    end if;
    perform app.forget_all_own_attempts();
    return 'done';
end
$$;

create function app.replace_own_recovery_codes(p_checked_hash text, p_secret text, p_step bigint, p_resealed text, p_recovery_hash bytea,
                                               p_recovery_hashes bytea[])
    returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    outcome constant text := app.check_own_code(p_checked_hash, p_secret, p_step, p_resealed, p_recovery_hash);
begin
    if outcome = 'done' then
        delete from public.recovery_codes r where r.user_id = app.user_id();
        insert into public.recovery_codes (user_id, hash) select app.user_id(), h from unnest(p_recovery_hashes) h;
    end if;
    return outcome;
end
$$;

create function app.disable_own_second_factor(p_checked_hash text, p_secret text, p_step bigint, p_resealed text, p_recovery_hash bytea)
    returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    outcome constant text := app.check_own_code(p_checked_hash, p_secret, p_step, p_resealed, p_recovery_hash);
begin
    if outcome = 'done' then
        delete from public.second_factors f where f.user_id = app.user_id();
    end if;
    return outcome;
end
$$;

create function app.delete_expired_sign_in_counters(p_at_most integer)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.sign_in_counters
         where key = any (array(
            select c.key
              from public.sign_in_counters c
             where c.over_at < now()
             limit least(greatest(p_at_most, 0), 10000)
               for update skip locked))
        returning 1
    )
    select count(*) from deleted
$$;

-- For the operator, as owner: somebody has lost the authenticator and the recovery codes. Ends the sessions, too. False when there was none.
create function app.turn_off_second_factor(p_username text)
    returns boolean
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
    delete from public.second_factors f using public.users u where u.id = f.user_id and u.username = p_username;
    if not found then
        return false;
    end if;
    delete from public.session s using public.users u where u.username = p_username and s.sess ->> 'userId' = u.id::text;
    return true;
end
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.find_login, app.begin_log_in, app.forget_log_in_attempts, app.check_rings, app.count_registration, app.count_failure, app.finish_log_in,
    app.begin_own_check, app.forget_own_attempts, app.own_second_factor, app.set_up_own_second_factor, app.enable_own_second_factor,
    app.replace_own_recovery_codes, app.disable_own_second_factor, app.delete_expired_sign_in_counters to conference_app;
