-- What answers are made from: documents, cut into chunks, and tags with prompts of their own.

create table documents (
    id               uuid        not null default gen_random_uuid(),
    client_id        uuid        not null,
    title            text        not null,
    -- As its uploader named it.
    file_name        text,
    -- By its content: 'pdf', 'docx', 'txt', 'md', 'csv', 'html'; null until somebody has looked.
    kind             text,
    -- Where visitors find the original, when there is such a place.
    url              text,
    -- The text of a document that has no file, for people who write it where they edit the rest.
    body             text,
    size_bytes       bigint,
    -- 'uploading' until its file has come, 'processing' until its chunks are there.
    status           text        not null default 'processing',
    -- While it works: 0 to 100.
    progress         smallint    not null default 0,
    -- Why it failed: for programs, and for people.
    failure_code     text,
    failure          text,
    -- Counts up with every new file or text; an ingest of an older one is void.
    revision         integer     not null default 1,
    -- The one whose chunks answer. They stay until those of a newer one are there.
    indexed_revision integer,
    -- How many those are.
    chunk_count      integer     not null default 0,
    object_key       text,
    -- Ingest: how often it was tried since it was queued, and until when somebody is at it.
    attempts         smallint    not null default 0,
    -- Not before this time: later after a failed try, and after an hour when a file is still to come.
    queued_at        timestamptz not null default now(),
    claimed_until    timestamptz,
    -- Who is at it: what somebody else reports after that is void.
    claim            uuid,
    pages            integer,
    -- Newer ones come before older ones that fit a question as well.
    dated_at         timestamptz not null default now(),
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    constraint documents_pkey primary key (id),
    constraint documents_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint documents_kind_known check (kind in ('pdf', 'docx', 'txt', 'md', 'csv', 'html')),
    constraint documents_status_known check (status in ('uploading', 'processing', 'ready', 'failed')),
    constraint documents_progress_sane check (progress between 0 and 100)
);
create index documents_client_id_created_at_idx on documents (client_id, created_at desc, id);
create index documents_unfinished_idx on documents (queued_at) where status in ('uploading', 'processing');
create unique index documents_object_key_unique on documents (object_key) where object_key is not null;

-- Files that no document has any more, until they are deleted from the object store too.
create table deleted_objects (
    object_key text        not null,
    queued_at  timestamptz not null default now(),
    constraint deleted_objects_pkey primary key (object_key)
);

create table tags (
    id         uuid        not null default gen_random_uuid(),
    client_id  uuid        not null,
    name       text        not null,
    -- Goes along with a question that the tag fits.
    prompt     text        not null default '',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint tags_pkey primary key (id),
    constraint tags_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);
create unique index tags_client_id_name_unique on tags (client_id, lower(name));

create table document_tags (
    document_id uuid not null,
    tag_id      uuid not null,
    client_id   uuid not null,
    constraint document_tags_pkey primary key (document_id, tag_id),
    constraint document_tags_document_id_fk foreign key (document_id) references documents (id) on delete cascade,
    constraint document_tags_tag_id_fk foreign key (tag_id) references tags (id) on delete cascade,
    constraint document_tags_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);
create index document_tags_tag_id_idx on document_tags (tag_id);

create table chunks (
    id          bigint   not null generated always as identity,
    client_id   uuid     not null,
    document_id uuid     not null,
    -- Its place in the document, from 0.
    ordinal     integer  not null,
    -- Where in the document it begins; null where the kind of document has no such thing.
    page        integer,
    heading     text,
    content     text     not null,
    tokens      integer  not null,
    search      tsvector not null,
    constraint chunks_pkey primary key (id),
    constraint chunks_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint chunks_document_id_fk foreign key (document_id) references documents (id) on delete cascade,
    constraint chunks_ordinal_unique unique (document_id, ordinal)
);

-- Programs that read a client's knowledge: an n8n workflow. Only a hash is kept.
create table client_tokens (
    id           uuid        not null default gen_random_uuid(),
    client_id    uuid        not null,
    name         text        not null,
    token_hash   bytea       not null,
    -- Its last characters, by which its owner knows it again.
    hint         text        not null,
    created_at   timestamptz not null default now(),
    last_used_at timestamptz,
    constraint client_tokens_pkey primary key (id),
    constraint client_tokens_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint client_tokens_token_hash_unique unique (token_hash)
);
create index client_tokens_client_id_idx on client_tokens (client_id);

alter table documents     enable row level security;
alter table tags          enable row level security;
alter table document_tags enable row level security;
alter table chunks        enable row level security;
alter table client_tokens enable row level security;
-- Nothing is granted on it: only the functions below write it.
alter table deleted_objects enable row level security;
revoke all on documents, tags, document_tags, chunks, client_tokens, deleted_objects from public, conference_app;
grant select, insert, update, delete on documents, tags, document_tags, chunks, client_tokens to conference_app;

-- The owner does as it likes; a key (a visitor, a workflow) reads.
create policy documents_of_the_user on documents to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy documents_of_the_key on documents for select to conference_app
    using (client_id = app.client_id());
create policy tags_of_the_user on tags to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy tags_of_the_key on tags for select to conference_app
    using (client_id = app.client_id());
-- Both ends must be the client's own.
create policy document_tags_of_the_user on document_tags to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id))))
    with check (client_id = any (array(select own.id from app.own_clients() own (id)))
                and exists (select from documents d where d.id = document_id and d.client_id = document_tags.client_id)
                and exists (select from tags t where t.id = tag_id and t.client_id = document_tags.client_id));
create policy document_tags_of_the_key on document_tags for select to conference_app
    using (client_id = app.client_id());
create policy chunks_of_the_user on chunks to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id))))
    with check (client_id = any (array(select own.id from app.own_clients() own (id)))
                and exists (select from documents d where d.id = document_id and d.client_id = chunks.client_id));
create policy chunks_of_the_key on chunks for select to conference_app
    using (client_id = app.client_id());
create policy client_tokens_of_the_user on client_tokens to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));

-- However a document goes, alone or with its client or its user, its file goes too; so does a file that another one replaces.
create function app.queue_deleted_object()
    returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into public.deleted_objects (object_key) values (old.object_key) on conflict do nothing;
    return null;
end
$$;
create trigger documents_deleted after delete on documents
    for each row when (old.object_key is not null) execute function app.queue_deleted_object();
create trigger documents_file_replaced after update of object_key on documents
    for each row when (old.object_key is not null and new.object_key is distinct from old.object_key)
    execute function app.queue_deleted_object();

-- Replaces a document's tags. Raises document_tags_tag_id_fk when one of them is no tag of its client.
create function app.set_document_tags(p_document_id uuid, p_tag_ids uuid[])
    returns void
    language plpgsql volatile
as $$
declare
    client constant uuid := (select d.client_id from documents d where d.id = p_document_id);
begin
    if client is null or p_tag_ids is null then
        return;
    end if;
    if exists (select from unnest(p_tag_ids) wanted
                where not exists (select from tags t where t.id = wanted and t.client_id = client)) then
        raise foreign_key_violation using constraint = 'document_tags_tag_id_fk', message = 'no such tag';
    end if;
    delete from document_tags where document_id = p_document_id and tag_id <> all (p_tag_ids);
    insert into document_tags (document_id, tag_id, client_id)
    select p_document_id, wanted, client from unnest(p_tag_ids) wanted
    on conflict do nothing;
end
$$;

-- Opens a client for this transaction by the hash of one of its tokens; no row for an unknown one. Only an active client's rows
-- become visible. When it was used last is written every five minutes at most.
create function app.open_token(p_hash bytea)
    returns table (client_id uuid, status text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    token record;
begin
    select t.id, t.client_id, t.last_used_at, c.status into token
      from public.client_tokens t
      join public.clients c on c.id = t.client_id
     where t.token_hash = p_hash;
    if not found then
        return;
    end if;
    if token.status = 'active' then
        perform set_config('app.client_id', token.client_id::text, true);
        if token.last_used_at is null or token.last_used_at < now() - interval '5 minutes' then
            update public.client_tokens t set last_used_at = now() where t.id = token.id;
        end if;
    end if;
    return query select token.client_id, token.status::text;
end
$$;

-- The ingest is nobody's: it works through what all clients have queued. These functions let it see one document at a time.

-- Takes the document that has waited longest, or the one whose file has come, for so many seconds. Nothing when there is none, or
-- when somebody else is at it. `file_was_awaited`: it was still 'uploading'.
create function app.claim_document(p_object_key text, p_lease_s integer)
    returns table (document_id uuid, claim uuid, client_id uuid, revision integer, file_name text, body text,
                   object_key text, attempts smallint, file_was_awaited boolean)
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with due as (
        select d.id, d.status
          from public.documents d
         where d.status in ('uploading', 'processing')
           and (d.claimed_until is null or d.claimed_until < now())
           and (d.queued_at <= now() or d.status = 'uploading' and p_object_key is not null)
           and (p_object_key is null or d.object_key = p_object_key)
         order by d.queued_at
         limit 1
           for update skip locked
    )
    update public.documents d
       set status = 'processing', progress = 0, attempts = d.attempts + 1,
           -- A file that has come is due, and still is should whoever reads it die.
           queued_at = least(d.queued_at, now()),
           claimed_until = now() + p_lease_s * interval '1 second', claim = gen_random_uuid()
      from due
     where d.id = due.id
    returning d.id, d.claim, d.client_id, d.revision, d.file_name, d.body, d.object_key, d.attempts, due.status = 'uploading'
$$;

-- Whether a document has this file. One that none has may go.
create function app.has_object(p_object_key text)
    returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select exists (select from public.documents d where d.object_key = p_object_key)
$$;

-- Says how far the work is, and that it goes on for so many seconds more; opens the document's client for this transaction, for
-- chunks to be added. False when the claim is void: then the work shall stop.
create function app.report_progress(p_document_id uuid, p_revision integer, p_claim uuid, p_progress integer, p_lease_s integer)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    client uuid;
begin
    -- Before its document: whoever deletes a client has that first, too, so that neither waits for the other in a circle.
    perform from public.clients c join public.documents d on d.client_id = c.id where d.id = p_document_id for key share of c;
    update public.documents d
       set progress = greatest(d.progress, least(p_progress, 100)), claimed_until = now() + p_lease_s * interval '1 second'
     where d.id = p_document_id and d.revision = p_revision and d.claim = p_claim
    returning d.client_id into client;
    if not found then
        return false;
    end if;
    perform set_config('app.client_id', client::text, true);
    return true;
end
$$;

-- Lets the chunks that were added answer in the place of old ones. False, and nothing done, when the claim is void.
create function app.finish_document(p_document_id uuid, p_revision integer, p_claim uuid, p_kind text, p_pages integer)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    client uuid;
begin
    update public.documents d
       set status = 'ready', progress = 100, failure_code = null, failure = null, kind = p_kind, pages = p_pages,
           chunk_count = (select count(*) from public.chunks k where k.document_id = p_document_id and k.revision = p_revision),
           claimed_until = null, claim = null
     where d.id = p_document_id and d.revision = p_revision and d.claim = p_claim
    returning d.client_id into client;
    if not found then
        return false;
    end if;
    perform set_config('app.client_id', client::text, true);
    perform app.publish_chunks(p_document_id, p_revision);
    return true;
end
$$;

-- Gives up on a document and says why, for programs and for people. False when the claim is void.
create function app.fail_document(p_document_id uuid, p_revision integer, p_claim uuid, p_failure_code text, p_failure text)
    returns boolean
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with failed as (
        update public.documents d
           set status = 'failed', failure_code = p_failure_code, failure = p_failure, claimed_until = null, claim = null
         where d.id = p_document_id and d.revision = p_revision and d.claim = p_claim
        returning 1
    )
    select exists (select from failed)
$$;

-- Gives a document back to be tried again after so many seconds, with the reason for whoever looks meanwhile. False when the claim is void.
create function app.postpone_document(p_document_id uuid, p_revision integer, p_claim uuid, p_delay_s integer, p_failure_code text,
                                      p_failure text)
    returns boolean
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with postponed as (
        update public.documents d
           set queued_at = now() + p_delay_s * interval '1 second', failure_code = p_failure_code, failure = p_failure,
               claimed_until = null, claim = null
         where d.id = p_document_id and d.revision = p_revision and d.claim = p_claim
        returning 1
    )
    select exists (select from postponed)
$$;

-- Files to delete, oldest first.
create function app.list_deleted_objects(p_at_most integer)
    returns table (object_key text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select o.object_key from public.deleted_objects o order by o.queued_at limit least(greatest(p_at_most, 0), 1000)
$$;

-- They are deleted.
create function app.forget_deleted_objects(p_object_keys text[])
    returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    delete from public.deleted_objects o where o.object_key = any (p_object_keys)
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.set_document_tags, app.open_token, app.claim_document, app.has_object,
    app.report_progress, app.finish_document, app.fail_document, app.postpone_document, app.list_deleted_objects,
    app.forget_deleted_objects to conference_app;
