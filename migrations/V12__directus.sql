-- People who edit knowledge in Directus. On our own Postgres they change the very rows we answer from, as a role that sees the clients it
-- was given and nothing else; a Directus elsewhere is told what changes here, and says what changed there.

-- Which clients a database role sees, one that Directus logs in as. Written by the operator alone, with app.let_editor_see.
create table app.editor_clients (
    role_name name not null,
    client_id uuid not null,
    constraint editor_clients_pkey primary key (role_name, client_id),
    constraint editor_clients_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);
alter table app.editor_clients enable row level security;

-- Directus works with tables that have one column for a key.
alter table document_tags
    drop constraint document_tags_pkey,
    add column id bigint generated always as identity,
    add constraint document_tags_pkey primary key (id),
    add constraint document_tags_document_id_tag_id_unique unique (document_id, tag_id);

-- Whether a client may have one more document. The lock makes those that add documents at once take turns.
create function app.has_room_for_document(p_client_id uuid)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    at_most integer;
begin
    select l.documents_at_most into at_most
      from public.clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l
     where c.id = p_client_id
       for no key update of c;
    return found and (select count(*) from public.documents d where d.client_id = p_client_id) < at_most;
end
$$;

-- Makes the role that all editors belong to and says what they may. Run by this migration; once more by an administrator, where the
-- migrating role may not make roles.
create function app.set_up_editors()
    returns void
    -- Dropping a policy that is not there is no news.
    language plpgsql volatile set client_min_messages = warning
as $$
begin
    if not exists (select from pg_roles where rolname = 'conference_editor') then
        begin
            create role conference_editor nologin;
        exception
            -- Roles belong to the whole server: another database of it may be migrating at this moment.
            when duplicate_object or unique_violation then null;
        end;
    end if;
    if (select rolsuper or rolbypassrls or rolcanlogin from pg_roles where rolname = 'conference_editor') then
        raise exception 'role conference_editor may log in or bypass row-level security: as an administrator, "alter role conference_editor nologin nosuperuser nobypassrls"';
    end if;

    grant usage on schema public, app to conference_editor;
    grant select on app.editor_clients to conference_editor;
    grant execute on function app.has_room_for_document to conference_editor;
    grant select (id, name) on public.clients to conference_editor;
    grant select (client_id, main_prompt, updated_at), insert (client_id, main_prompt), update (main_prompt)
        on public.answer_settings to conference_editor;
    grant select (id, client_id, title, file_name, kind, url, body, size_bytes, status, progress, failure, pages, dated_at, created_at, updated_at),
          insert (id, client_id, title, url, body, dated_at), update (title, url, body, dated_at), delete
        on public.documents to conference_editor;
    grant select, insert (id, client_id, name, prompt), update (name, prompt), delete on public.tags to conference_editor;
    grant select (id, document_id, tag_id), insert (document_id, tag_id), update (document_id, tag_id), delete on public.document_tags to conference_editor;

    drop policy if exists clients_of_the_editor on app.editor_clients;
    create policy clients_of_the_editor on app.editor_clients for select to conference_editor
        using (role_name = current_user);
    drop policy if exists client_of_the_editor on public.clients;
    create policy client_of_the_editor on public.clients for select to conference_editor
        using (id in (select e.client_id from app.editor_clients e));
    drop policy if exists answer_settings_of_the_editor on public.answer_settings;
    create policy answer_settings_of_the_editor on public.answer_settings to conference_editor
        using (client_id in (select e.client_id from app.editor_clients e))
        with check (client_id in (select e.client_id from app.editor_clients e));
    drop policy if exists documents_of_the_editor on public.documents;
    create policy documents_of_the_editor on public.documents to conference_editor
        using (client_id in (select e.client_id from app.editor_clients e))
        with check (client_id in (select e.client_id from app.editor_clients e));
    drop policy if exists no_more_documents_than_allowed on public.documents;
    create policy no_more_documents_than_allowed on public.documents as restrictive for insert to conference_editor
        with check (app.has_room_for_document(client_id));
    drop policy if exists tags_of_the_editor on public.tags;
    create policy tags_of_the_editor on public.tags to conference_editor
        using (client_id in (select e.client_id from app.editor_clients e))
        with check (client_id in (select e.client_id from app.editor_clients e));
    -- Both ends must be of one client.
    drop policy if exists document_tags_of_the_editor on public.document_tags;
    create policy document_tags_of_the_editor on public.document_tags to conference_editor
        using (client_id in (select e.client_id from app.editor_clients e))
        with check (client_id in (select e.client_id from app.editor_clients e)
                    and exists (select from public.documents d where d.id = document_id and d.client_id = document_tags.client_id)
                    and exists (select from public.tags t where t.id = tag_id and t.client_id = document_tags.client_id));
end
$$;

do $$
begin
    perform app.set_up_editors();
exception
    -- An optional thing must not stop a deployment.
    when insufficient_privilege then
        raise notice 'role conference_editor is missing and % may not create it: before Directus can use this database, an administrator must "select app.set_up_editors()"',
            current_user;
end
$$;

-- For the operator: lets a database role, which Directus logs in as, edit a client's knowledge.
create function app.let_editor_see(p_role name, p_client_id uuid)
    returns void
    language plpgsql volatile
as $$
begin
    if not exists (select from pg_roles where rolname = p_role) then
        raise exception 'there is no role %', quote_ident(p_role);
    end if;
    execute format('grant conference_editor to %I', p_role);
    insert into app.editor_clients (role_name, client_id) values (p_role, p_client_id)
    on conflict on constraint editor_clients_pkey do nothing;
end
$$;

-- For the operator: takes that back.
create function app.let_editor_not_see(p_role name, p_client_id uuid)
    returns void
    language sql volatile
as $$
    delete from app.editor_clients where role_name = p_role and client_id = p_client_id
$$;

-- Visitors follow it, so it must not be a script, wherever it is typed in.
alter table documents
    add constraint documents_url_is_web check (url ~* '^\s*https?://' and char_length(url) <= 2000),
    -- Lists show it; a whole text in its place would be too much for them.
    add constraint documents_title_is_short check (char_length(title) <= 255),
    -- 'infinity' is no date to sort or compute with, and later years cannot be written as others are.
    add constraint documents_dated_at_is_a_date check (dated_at between '0001-01-01 00:00:00+00' and '9999-12-31 23:59:59.999999+00');

-- As long as the dashboard lets them be: a prompt goes along with every question.
alter table answer_settings
    add constraint answer_settings_main_prompt_is_short check (char_length(main_prompt) <= 20000);
alter table tags
    add constraint tags_name_is_short check (char_length(name) <= 60),
    add constraint tags_prompt_is_short check (char_length(prompt) <= 4000);

-- A changed document is read anew, whoever changed it; what it answers with meanwhile is what it said before. Whoever counts the revision up
-- has queued it already; the ingest changes none of this.
create function app.queue_edited_document()
    returns trigger
    language plpgsql
as $$
begin
    if new.body is not null and new.object_key is not null then
        raise check_violation using constraint = 'documents_text_or_file',
            message = 'this document is made from its file, which a text cannot replace';
    end if;
    new.revision := old.revision + 1;
    new.status := 'processing';
    new.progress := 0;
    new.failure_code := null;
    new.failure := null;
    new.attempts := 0;
    new.queued_at := now();
    new.claimed_until := null;
    new.claim := null;
    return new;
end
$$;
create trigger documents_edited
    before update of body on documents
    for each row
    when (new.body is distinct from old.body
          and new.revision = old.revision and old.status <> 'uploading')
    execute function app.queue_edited_document();

create function app.set_updated_at()
    returns trigger
    language plpgsql
as $$
begin
    new.updated_at := now();
    return new;
end
$$;
-- Editors may not write this column, and their Directus would not know to.
create trigger documents_updated_at before update of title, url, body, dated_at on documents
    for each row execute function app.set_updated_at();
create trigger tags_updated_at before update of name, prompt on tags
    for each row execute function app.set_updated_at();
create trigger answer_settings_updated_at before update of main_prompt on answer_settings
    for each row execute function app.set_updated_at();

-- Directus links a document and a tag by their ids alone.
create function app.set_client_of_document_tag()
    returns trigger
    language plpgsql
as $$
begin
    if new.client_id is null then
        new.client_id := (select d.client_id from public.documents d where d.id = new.document_id);
    end if;
    return new;
end
$$;
create trigger document_tags_client before insert on document_tags
    for each row execute function app.set_client_of_document_tag();

-- A Directus elsewhere. An item there has the id of its document; this is what we know about each pair, and what is still to be done. One row
-- a document: the latest state is what counts. Without a Directus the rows wait until there is one.
create table app.directus_items (
    document_id   uuid        not null,
    -- Counts up with every change of either side, so that work for an older one does not pass for done.
    version       bigint      not null default 1,
    -- When to compare the two; null when nothing is to be done.
    due_at        timestamptz default now(),
    -- Directus said that the item is deleted. Believed when it is not there indeed.
    deleted_there boolean     not null default false,
    -- Title, text, address and tags as both sides had them last; null before they ever agreed.
    seen          jsonb,
    -- The item's file, and which file of ours it is a copy of.
    file_id       uuid,
    file_key      text,
    attempts      smallint    not null default 0,
    last_error    text,
    claim         uuid,
    claimed_until timestamptz,
    constraint directus_items_pkey primary key (document_id)
);
create index directus_items_due_idx on app.directus_items (due_at) where due_at is not null;
alter table app.directus_items enable row level security;

create function app.queue_directus_item()
    returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        -- What never was there need not be deleted there.
        delete from app.directus_items i
         where i.document_id = old.id and i.seen is null and coalesce(i.claimed_until, '-infinity') < now();
        update app.directus_items i
           set version = i.version + 1, due_at = now(), attempts = 0
         where i.document_id = old.id;
    else
        insert into app.directus_items as i (document_id) values (new.id)
        on conflict on constraint directus_items_pkey do update
           set version = i.version + 1, due_at = now(), attempts = 0;
    end if;
    return null;
end
$$;
create trigger documents_new_for_directus after insert on documents
    for each row when (new.status <> 'uploading') execute function app.queue_directus_item();
create trigger documents_changed_for_directus after update of title, body, url, object_key, status on documents
    for each row
    when ((new.title, new.body, new.url, new.object_key, new.status) is distinct from (old.title, old.body, old.url, old.object_key, old.status)
          and new.status <> 'uploading')
    execute function app.queue_directus_item();
create trigger documents_deleted_for_directus after delete on documents
    for each row execute function app.queue_directus_item();

-- A document whose tags change is there already; if it is not, its tags go along with the rest.
create function app.queue_directus_tags()
    returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_table_name = 'tags' then
        update app.directus_items i
           set version = i.version + 1, due_at = now(), attempts = 0
          from public.document_tags dt
         where dt.tag_id = new.id and i.document_id = dt.document_id;
    else
        update app.directus_items i
           set version = i.version + 1, due_at = now(), attempts = 0
         where i.document_id = case when tg_op = 'DELETE' then old.document_id else new.document_id end;
    end if;
    return null;
end
$$;
create trigger document_tags_changed_for_directus after insert or update or delete on document_tags
    for each row execute function app.queue_directus_tags();
create trigger tags_renamed_for_directus after update of name on tags
    for each row when (new.name is distinct from old.name) execute function app.queue_directus_tags();

-- Takes the pair that has been due longest, or the one asked for if it is due, for so many seconds, with our side of it.
create function app.claim_directus_item(p_document_id uuid, p_lease_s integer)
    returns table (document_id uuid, claim uuid, version bigint, attempts smallint, deleted_there boolean, seen jsonb, file_id uuid, file_key text,
                   client_id uuid, revision integer, title text, body text, url text, status text, failure text, file_name text,
                   object_key text, tags jsonb)
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with due as (
        select i.document_id
          from app.directus_items i
         where i.due_at <= now()
           and (i.claimed_until is null or i.claimed_until < now())
           and (p_document_id is null or i.document_id = p_document_id)
         order by i.due_at
         limit 1
           for update skip locked
    ), claimed as (
        update app.directus_items i
           set claim = gen_random_uuid(), claimed_until = now() + p_lease_s * interval '1 second', attempts = least(i.attempts, 1000) + 1
          from due
         where i.document_id = due.document_id
        returning i.*
    )
    select i.document_id, i.claim, i.version, i.attempts, i.deleted_there, i.seen, i.file_id, i.file_key,
           d.client_id, d.revision, d.title, d.body, d.url, d.status, d.failure, d.file_name, d.object_key,
           (select coalesce(jsonb_agg(t.name order by lower(t.name)), '[]')
              from public.document_tags dt
              join public.tags t on t.id = dt.tag_id
             where dt.document_id = d.id)
      from claimed i
      left join public.documents d on d.id = i.document_id
$$;

-- Remembers at once which file was uploaded there: should nothing more be kept of this claim, the file is known for ours.
create function app.keep_directus_file(p_document_id uuid, p_claim uuid, p_file_id uuid, p_file_key text)
    returns boolean
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with kept as (
        update app.directus_items i set file_id = p_file_id, file_key = p_file_key
         where i.document_id = p_document_id and i.claim = p_claim
        returning 1
    )
    select exists (select from kept)
$$;

-- Does here what an editor did there. `p_changes` has what changed: title, body, url, tags (names), file {name, sizeBytes}; clientId for a
-- new document. `outcome`: 'applied'; 'void', the claim is over or the document is gone; 'no_client'; 'full', the client has as many
-- documents as it may. A file is awaited as an upload is, under `object_key`.
create function app.apply_directus_item(p_document_id uuid, p_claim uuid, p_changes jsonb)
    returns table (outcome text, object_key text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    client uuid;
    documents_at_most integer;
    file constant jsonb := p_changes -> 'file';
    changed public.documents;
begin
    if not exists (select from app.directus_items i where i.document_id = p_document_id and i.claim = p_claim for update) then
        return query select 'void', null::text;
        return;
    end if;

    if p_changes ? 'clientId' then
        select c.id, l.documents_at_most into client, documents_at_most
          from public.clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l
         where c.id = (p_changes ->> 'clientId')::uuid
           for no key update of c;
        if not found then
            return query select 'no_client', null::text;
            return;
        end if;
        if (select count(*) from public.documents d where d.client_id = client) >= documents_at_most then
            return query select 'full', null::text;
            return;
        end if;
        insert into public.documents as d (id, client_id, title, url, body, file_name, size_bytes, object_key, status, queued_at)
        values (p_document_id, client, p_changes ->> 'title', p_changes ->> 'url',
                case when file is null then coalesce(p_changes ->> 'body', '') end, file ->> 'name', (file ->> 'sizeBytes')::bigint,
                case when file is not null then 'documents/' || client || '/' || p_document_id || '/1' end,
                case when file is null then 'processing' else 'uploading' end,
                case when file is null then now() else now() + interval '1 hour' end)
        on conflict on constraint documents_pkey do nothing
        returning d.* into changed;
    elsif file is not null then
        update public.documents d
           set revision = d.revision + 1, object_key = 'documents/' || d.client_id || '/' || d.id || '/' || d.revision + 1,
               file_name = file ->> 'name', size_bytes = (file ->> 'sizeBytes')::bigint, body = null,
               title = coalesce(p_changes ->> 'title', d.title),
               url = case when p_changes ? 'url' then p_changes ->> 'url' else d.url end,
               status = 'uploading', progress = 0, failure_code = null, failure = null, attempts = 0,
               queued_at = now() + interval '1 hour', claimed_until = null, claim = null
         where d.id = p_document_id
        returning d.* into changed;
    else
        update public.documents d
           set title = coalesce(p_changes ->> 'title', d.title),
               url = case when p_changes ? 'url' then p_changes ->> 'url' else d.url end
         where d.id = p_document_id
        returning d.* into changed;
    end if;
    if p_changes ? 'body' and not p_changes ? 'clientId' and file is null then
        -- A text takes the place of a file, even of one that is still to come.
        update public.documents d
           set revision = d.revision + 1, body = coalesce(p_changes ->> 'body', ''), object_key = null, file_name = null, size_bytes = null,
               status = 'processing', progress = 0, failure_code = null, failure = null, attempts = 0,
               queued_at = now(), claimed_until = null, claim = null
         where d.id = p_document_id;
    end if;
    if changed.id is null then
        return query select 'void', null::text;
        return;
    end if;

    if p_changes ? 'tags' then
        insert into public.tags (client_id, name)
        select changed.client_id, min(wanted)
          from jsonb_array_elements_text(p_changes -> 'tags') wanted
         group by lower(wanted)
        on conflict (client_id, lower(name)) do nothing;
        delete from public.document_tags dt
         using public.tags t
         where dt.document_id = p_document_id and t.id = dt.tag_id
           and lower(t.name) not in (select lower(wanted) from jsonb_array_elements_text(p_changes -> 'tags') wanted);
        insert into public.document_tags (document_id, tag_id, client_id)
        select p_document_id, t.id, t.client_id
          from public.tags t
         where t.client_id = changed.client_id
           and lower(t.name) in (select lower(wanted) from jsonb_array_elements_text(p_changes -> 'tags') wanted)
        on conflict do nothing;
    end if;
    return query select 'applied', case when file is not null then changed.object_key end;
end
$$;

-- The file that app.apply_directus_item awaits has come. On a bucket its own event may have said so already.
create function app.take_directus_file(p_document_id uuid, p_object_key text)
    returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    update public.documents d
       set status = 'processing', queued_at = now()
     where d.id = p_document_id and d.object_key = p_object_key and d.status = 'uploading'
$$;

-- The item was deleted there: so is the document here.
create function app.delete_directus_document(p_document_id uuid, p_claim uuid)
    returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    delete from public.documents d
     where d.id = p_document_id
       and exists (select from app.directus_items i where i.document_id = p_document_id and i.claim = p_claim)
$$;

-- Both sides agree, as `p_seen` says; it is forgotten when that is null, because neither side has it. What changed meanwhile stays due.
create function app.settle_directus_item(p_document_id uuid, p_claim uuid, p_version bigint, p_seen jsonb, p_file_id uuid, p_file_key text)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if p_seen is null then
        delete from app.directus_items i
         where i.document_id = p_document_id and i.claim = p_claim
           and not exists (select from public.documents d where d.id = p_document_id);
    end if;
    update app.directus_items i
       set seen = p_seen, file_id = p_file_id, file_key = p_file_key, deleted_there = i.deleted_there and i.version <> p_version,
           due_at = case when i.version = p_version then null else now() end,
           attempts = 0, last_error = null, claim = null, claimed_until = null
     where i.document_id = p_document_id and i.claim = p_claim;
    return found;
end
$$;

-- Gives it back, to be tried again after so many seconds, or at once when something changed meanwhile.
create function app.postpone_directus_item(p_document_id uuid, p_claim uuid, p_version bigint, p_delay_s integer, p_error text)
    returns boolean
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with postponed as (
        update app.directus_items i
           set due_at = case when i.version = p_version then now() + p_delay_s * interval '1 second' else now() end,
               last_error = p_error, claim = null, claimed_until = null
         where i.document_id = p_document_id and i.claim = p_claim
        returning 1
    )
    select exists (select from postponed)
$$;

-- Directus says that something happened to these items. Gives how many there are to compare.
create function app.hear_of_directus_items(p_ids uuid[], p_are_deleted boolean)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with heard as (
        insert into app.directus_items as i (document_id, deleted_there)
        select distinct id, p_are_deleted
          from unnest(p_ids) id
         where not p_are_deleted or exists (select from app.directus_items known where known.document_id = id)
        on conflict on constraint directus_items_pkey do update
           set version = i.version + 1, due_at = now(), attempts = 0, deleted_there = i.deleted_there or p_are_deleted
        returning 1
    )
    select count(*) from heard
$$;

-- A resync has met these items there. Gives how many of them were not due yet.
create function app.hear_of_new_directus_items(p_ids uuid[])
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with heard as (
        insert into app.directus_items as i (document_id)
        select distinct id from unnest(p_ids) id
        on conflict on constraint directus_items_pkey do update
           set version = i.version + 1, due_at = now(), attempts = 0
         where i.due_at is null or i.due_at > now()
        returning 1
    )
    select count(*) from heard
$$;

-- Compares all documents of a client, or of all clients, with what is there. Gives how many that are.
create function app.resync_directus(p_client_id uuid)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with queued as (
        insert into app.directus_items as i (document_id)
        select d.id from public.documents d where d.status <> 'uploading' and (p_client_id is null or d.client_id = p_client_id)
        on conflict on constraint directus_items_pkey do update
           set version = i.version + 1, due_at = now(), attempts = 0
        returning 1
    )
    select count(*) from queued
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.claim_directus_item, app.keep_directus_file, app.apply_directus_item, app.take_directus_file,
    app.delete_directus_document, app.settle_directus_item, app.postpone_directus_item, app.hear_of_directus_items,
    app.hear_of_new_directus_items, app.resync_directus to conference_app;
