-- Every request runs as conference_app, and row-level security shows that role one user's or one client's rows only.
-- The owner is not FORCEd: the old server may still work as owner during a move (docs/DATABASE.md).

do $$
begin
    if not exists (select from pg_roles where rolname = 'conference_app') then
        create role conference_app nologin;
    end if;
exception
    -- Roles belong to the whole server: another database of it may be migrating at this moment.
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise exception 'role conference_app is missing and % may not create it: as an administrator, "create role conference_app nologin; grant conference_app to %", then migrate again',
            current_user, quote_ident(current_user);
end
$$;

do $$
begin
    if (select rolsuper or rolbypassrls or rolcanlogin from pg_roles where rolname = 'conference_app') then
        raise exception 'role conference_app may log in or bypass row-level security: as an administrator, "alter role conference_app nologin nosuperuser nobypassrls", then migrate again';
    end if;
    -- Since Postgres 16 creating a role does not let its creator become it. A superuser may become anyone.
    if not (select rolsuper from pg_roles where rolname = current_user) then
        begin
            execute format('grant conference_app to %I', current_user);
        exception
            -- Somebody else made the role: then it is enough that they let us become it.
            when insufficient_privilege then
                if not pg_has_role(current_user, 'conference_app', 'member') then
                    raise exception 'role conference_app was made by somebody else and % may not become it: as an administrator, "grant conference_app to %", then migrate again',
                        current_user, quote_ident(current_user);
                end if;
        end;
    end if;
end
$$;

create schema app;
grant usage on schema app to conference_app;
grant usage on schema public to conference_app;

-- Who is asking. Set for one transaction by the look-ups of the next migration; unset means nobody.
create function app.user_id() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.user_id', true), '')::uuid;
create function app.client_id() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.client_id', true), '')::uuid;

revoke all on clients, client_widgets, users, session from public, conference_app;
grant select, insert, update, delete on clients, client_widgets to conference_app;

alter table clients        enable row level security;
alter table client_widgets enable row level security;
-- Nothing is granted on these two; row-level security without a policy is the second lock.
alter table users          enable row level security;
alter table session        enable row level security;

create policy clients_of_the_user on clients to conference_app
    using (user_id = app.user_id())
    with check (user_id = app.user_id());
create policy client_of_the_key on clients for select to conference_app
    using (id = app.client_id());

create policy widgets_of_the_user on client_widgets to conference_app
    using (exists (select from clients c where c.id = client_id and c.user_id = app.user_id()))
    with check (exists (select from clients c where c.id = client_id and c.user_id = app.user_id()));
create policy widget_of_the_key on client_widgets for select to conference_app
    using (client_id = app.client_id());

revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to conference_app;
