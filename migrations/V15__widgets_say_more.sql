-- What more an organiser says of a widget, its logo, and on which pages it has been seen.

-- The old server reads and writes this table too: all of these have defaults, or may be missing.
alter table client_widgets
    add column theme               text    not null default 'auto',
    -- 'auto': the page's.
    add column language            text    not null default 'auto',
    -- Null: the widget's own, in the visitor's language.
    add column input_placeholder   text,
    add column suggested_questions text[]  not null default '{}',
    add column privacy_url         text,
    add column show_sources        boolean not null default true,
    add column show_feedback       boolean not null default true,
    add column sound               boolean not null default false,
    -- Only visitors whom the organiser's own site vouches for may ask.
    add column require_login       boolean not null default false,
    add constraint client_widgets_theme_known check (theme in ('auto', 'light', 'dark')),
    add constraint client_widgets_language_tag check (language ~ '^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$'),
    add constraint client_widgets_input_placeholder_length check (char_length(input_placeholder) <= 100),
    add constraint client_widgets_suggested_questions_few check (cardinality(suggested_questions) <= 6 and array_position(suggested_questions, null) is null),
    add constraint client_widgets_privacy_url_https check (privacy_url like 'https://%' and char_length(privacy_url) <= 2000);

create table widget_logos (
    client_id  uuid        not null,
    -- Its address. Made from the content, so that nobody gives an address to another picture.
    sha256     text        not null generated always as (encode(sha256(content), 'hex')) stored,
    kind       text        not null,
    content    bytea       not null,
    updated_at timestamptz not null default now(),
    constraint widget_logos_pkey primary key (client_id),
    constraint widget_logos_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint widget_logos_kind_known check (kind in ('png', 'jpeg', 'webp')),
    constraint widget_logos_content_size check (octet_length(content) between 1 and 65536)
);
-- Pictures are compressed already.
alter table widget_logos alter column content set storage external;
create index widget_logos_sha256_idx on widget_logos (sha256);

-- Origins of pages on which a widget asked for its configuration; 50 a client at most.
create table widget_sightings (
    client_id     uuid        not null,
    origin        text        not null,
    first_seen_at timestamptz not null default now(),
    last_seen_at  timestamptz not null default now(),
    constraint widget_sightings_pkey primary key (client_id, origin),
    constraint widget_sightings_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);

alter table widget_logos     enable row level security;
alter table widget_sightings enable row level security;
revoke all on widget_logos, widget_sightings from public, conference_app;
grant select, insert, update, delete on widget_logos, widget_sightings to conference_app;

create policy widget_logos_of_the_user on widget_logos to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy widget_logo_of_the_key on widget_logos for select to conference_app
    using (client_id = app.client_id());
-- What was seen is not the organiser's to change, nor a visitor's: the function below notes it.
create policy widget_sightings_of_the_user on widget_sightings for select to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id))));

-- A logo by its address. Browsers fetch pictures without a key, and whoever has the address has seen the widget.
create function app.find_logo(p_sha256 text)
    returns table (kind text, content bytea)
    language sql stable security definer set search_path = pg_catalog, pg_temp rows 1
as $$
    select l.kind, l.content from public.widget_logos l where l.sha256 = p_sha256 limit 1
$$;

-- Notes that a page of this origin asked for the configuration of the client that is open, every ten minutes at most. The visitor gets
-- its answer whatever becomes of the note: it waits for nobody, and what fails is left to the next visit.
create function app.record_sighting(p_origin text)
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '50ms'
as $$
begin
    if app.client_id() is null
       or exists (select from public.widget_sightings s
                   where s.client_id = app.client_id() and s.origin = p_origin and s.last_seen_at > now() - interval '10 minutes')
       -- Somebody notes one of this client at this moment. Else visitors would wait for each other, and could add more than there is room for.
       or not pg_try_advisory_xact_lock(hashtextextended('app.record_sighting ' || app.client_id(), 0))
       -- There is no room, and nothing that was not seen for an hour: whoever makes origins up shall neither drive the real ones out nor have
       -- us write without end.
       or (not exists (select from public.widget_sightings s where s.client_id = app.client_id() and s.origin = p_origin)
           and (select count(*) from public.widget_sightings s
                 where s.client_id = app.client_id() and s.last_seen_at > now() - interval '1 hour') >= 50) then
        return;
    end if;
    insert into public.widget_sightings as s (client_id, origin)
    values (app.client_id(), p_origin)
    on conflict on constraint widget_sightings_pkey do update set last_seen_at = now();
    delete from public.widget_sightings s
     where s.client_id = app.client_id()
       and s.origin in (select o.origin from public.widget_sightings o where o.client_id = app.client_id()
                         order by o.last_seen_at desc, o.origin offset 50);
exception
    when others then
        raise log 'a sighting was not noted: %', sqlstate;
end
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.find_logo, app.record_sighting to conference_app;
