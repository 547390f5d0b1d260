-- What a client may use (its plan), where and in which language it is at home, and who answers its visitors.

alter table clients
    -- 'paid' or 'free'; what each allows is said in app.limits_of below. Own values win over the plan's.
    add column plan                text        not null default 'free',
    add column requests_per_hour   integer,
    add column documents_at_most   integer,
    -- A text search configuration of Postgres: how questions and documents are read.
    add column language            text        not null default 'english',
    -- As in the IANA database: what a day is in the figures.
    add column time_zone           text        not null default 'UTC',
    -- Conversations are deleted when nothing was said in them for so long; never when it is null.
    add column retention_days      integer     default 365,
    add constraint clients_plan_known check (plan in ('free', 'paid')),
    add constraint clients_requests_per_hour_sane check (requests_per_hour between 0 and 1000000),
    add constraint clients_documents_at_most_sane check (documents_at_most between 0 and 1000000),
    add constraint clients_language_known check (language in (
        'simple', 'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'greek', 'hindi',
        'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian', 'portuguese', 'romanian', 'russian', 'serbian',
        'spanish', 'swedish', 'tamil', 'turkish', 'yiddish')),
    add constraint clients_retention_days_sane check (retention_days between 1 and 3650);

-- An organiser changes a client, never what it may use.
revoke insert, update on clients from conference_app;
grant insert (id, user_id, name, public_api_key), update (name, public_api_key, allowed_domains, status, language, time_zone, retention_days)
    on clients to conference_app;

-- A client without a row has the defaults.
create table answer_settings (
    client_id          uuid        not null,
    -- 'auto': its own n8n, its own model, the deployment's n8n, the deployment's model, whichever is set first; else built in.
    answerer           text        not null default 'auto',
    main_prompt        text        not null default '',
    n8n_webhook_url    text,
    -- Sealed, as is the key below: unreadable without the deployment's secret.
    n8n_webhook_secret text,
    openai_base_url    text,
    openai_api_key     text,
    openai_model       text,
    updated_at         timestamptz not null default now(),
    constraint answer_settings_pkey primary key (client_id),
    constraint answer_settings_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint answer_settings_answerer_known check (answerer in ('auto', 'built_in', 'n8n', 'openai'))
);

-- The rule for everything that hangs on a client. Policies ask for all of a user's clients, which Postgres then looks up once a statement;
-- functions that run as the owner ask for the one that they are about.
create function app.own_clients()
    returns setof uuid
    language sql stable parallel safe rows 3
begin atomic
    select c.id from public.clients c where c.user_id = app.user_id();
end;
create function app.owns_client(p_client_id uuid)
    returns boolean
    language sql stable parallel safe
    return exists (select from public.clients c where c.id = p_client_id and c.user_id = app.user_id());

alter table answer_settings enable row level security;
grant select, insert, update, delete on answer_settings to conference_app;
create policy answer_settings_of_the_user on answer_settings to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy answer_settings_of_the_key on answer_settings for select to conference_app
    using (client_id = app.client_id());

-- What a client may use: visitors' messages an hour, documents in all.
create function app.limits_of(p_plan text, p_requests_per_hour integer, p_documents_at_most integer)
    returns table (requests_per_hour integer, documents_at_most integer)
    language sql immutable parallel safe
begin atomic
    select coalesce(p_requests_per_hour, case p_plan when 'paid' then 1000 else 100 end),
           coalesce(p_documents_at_most, case p_plan when 'paid' then 1000 else 25 end);
end;

revoke execute on all functions in schema app from public;
grant execute on function app.own_clients, app.owns_client, app.limits_of to conference_app;
