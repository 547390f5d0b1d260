-- What grew slow, or did not end at all, in a database with 100 000 clients, ten million messages and a million chunks (docs/SCALING.md).

-- All of this is over in a moment, however large the tables: whoever asks meanwhile waits for it. What takes longer is in a migration of its own, V21.

-- A client with more than a request can delete is only let go of in that request: it belongs to nobody then, its key and tokens open nothing, and
-- the clean-up deletes it with all that it has, some rows at a time. First, because requests take clients first, too.
alter table clients
    alter column user_id drop not null;
comment on column clients.user_id is 'null: let go of, see app.delete_removed_clients';

-- Whoever deletes a client had all of these read from end to end, because nothing led from the client to its rows.
create index if not exists document_tags_client_id_idx on document_tags (client_id);
create index if not exists editor_clients_client_id_idx on app.editor_clients (client_id);
-- Chunks go with their documents, whose client theirs is. An index by client would be no help to them: a search would look up all chunks of the client,
-- too, and take what both lists have.
alter table documents
    add constraint documents_id_client_id_unique unique (id, client_id);
alter table chunks
    drop constraint chunks_client_id_fk,
    drop constraint chunks_document_id_fk,
    -- Chunks that are there already are checked by V21.
    add constraint chunks_document_id_fk foreign key (document_id, client_id) references documents (id, client_id) on delete cascade not valid;

-- How many rows of a client there are to delete, as far as `p_at_most` and one more.
create function app.weight_of_client(p_client_id uuid, p_at_most integer)
    returns integer
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select count(*)::integer
      from ((select from public.messages m where m.client_id = p_client_id limit p_at_most + 1)
            union all
            (select from public.conversations c where c.client_id = p_client_id limit p_at_most + 1)
            union all
            (select from public.documents d join public.chunks c on c.document_id = d.id where d.client_id = p_client_id limit p_at_most + 1)
            union all
            (select from public.documents d where d.client_id = p_client_id limit p_at_most + 1)
            union all
            (select from public.usage_hours u where u.client_id = p_client_id limit p_at_most + 1)
            limit p_at_most + 1) of_it
$$;

-- Deletes a client that has no more than `p_at_most` rows, and lets go of one that has more. Gives how many of those that may be deleted are left.
-- For the functions below, which know whose it is.
create function app.remove_client(p_client_id uuid, p_at_most integer)
    returns integer
    language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
    weight constant integer := app.weight_of_client(p_client_id, p_at_most);
begin
    if weight <= p_at_most then
        delete from public.clients c where c.id = p_client_id;
        return p_at_most - weight;
    end if;
    update public.clients c
       set user_id = null, name = '', public_api_key = 'removed ' || gen_random_uuid(), allowed_domains = '[]', status = 'removed',
           -- Nothing is added, by a Directus elsewhere either.
           requests_per_hour = 0, documents_at_most = 0
     where c.id = p_client_id;
    -- Secrets, and what others could still see.
    delete from public.answer_settings s where s.client_id = p_client_id;
    delete from public.client_tokens t where t.client_id = p_client_id;
    delete from public.identity_secrets i where i.client_id = p_client_id;
    delete from public.client_widgets w where w.client_id = p_client_id;
    delete from public.widget_logos l where l.client_id = p_client_id;
    delete from public.widget_sightings s where s.client_id = p_client_id;
    delete from app.editor_clients e where e.client_id = p_client_id;
    -- Nobody shall read what is about to go, nor send it to a model for its meaning; who is at it stops.
    update public.documents d
       set indexed_revision = null, queued_at = 'infinity', claimed_until = null, claim = null
     where d.client_id = p_client_id;
    return p_at_most;
end
$$;

-- Deletes one of the signed-in user's clients, as it was. No row for a client of somebody else.
create function app.delete_own_client(p_client_id uuid)
    returns table (id uuid, name text, public_api_key varchar, allowed_domains jsonb, status varchar, created_at timestamp)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
    return query
        select c.id, c.name, c.public_api_key, c.allowed_domains, c.status, c.created_at
          from public.clients c
         where c.id = p_client_id and c.user_id = app.user_id()
           for update;
    if found then
        perform app.remove_client(p_client_id, 2000);
    end if;
end
$$;

-- As before, but for clients that have more than can be deleted while somebody waits.
create or replace function app.delete_own_account(p_checked_hash text)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    client uuid;
    room integer := 2000;
begin
    perform from public.users u where u.id = app.user_id() and u.password = p_checked_hash for update;
    if not found then
        return false;
    end if;
    for client in select c.id from public.clients c where c.user_id = app.user_id() order by c.id for update loop
        room := app.remove_client(client, room);
    end loop;
    delete from public.users u where u.id = app.user_id();
    delete from public.session s where s.sess ->> 'userId' = app.user_id()::text;
    return true;
end
$$;

-- Deletes up to `p_at_most` rows, 10000 whatever the caller says, of clients that were let go of, and in the end the clients; returns how many. A
-- conversation, with its messages, counts as one, and so do ten of the rows that nothing hangs on. Passes over a client that somebody else is at.
create function app.delete_removed_clients(p_at_most integer)
    returns bigint
    language plpgsql volatile security definer
    -- Some rows are wanted, whichever: gathering all to take some of them takes longer.
    set search_path = pg_catalog, pg_temp set enable_bitmapscan = off set enable_seqscan = off
as $$
declare
    room integer := least(greatest(p_at_most, 0), 10000);
    deleted bigint := 0;
    client uuid;
    part record;
    rows bigint;
begin
    while room > 0 loop
        select c.id into client from public.clients c where c.user_id is null limit 1 for update skip locked;
        exit when not found;
        for part in
            -- What refers to others comes before them.
            select p.of_table, p.of_client, p.at_once
              from (values (1, 'conversations', 'public.conversations t where t.client_id = $1', 1),
                           (2, 'chunks', 'public.documents d join public.chunks t on t.document_id = d.id where d.client_id = $1', 1),
                           (3, 'chunk_words', 'public.chunk_words t where t.client_id = $1', 10),
                           (4, 'chunk_terms', 'public.chunk_terms t where t.client_id = $1', 10),
                           (5, 'documents', 'public.documents t where t.client_id = $1', 1),
                           (6, 'usage_hours', 'public.usage_hours t where t.client_id = $1', 10)) p (place, of_table, of_client, at_once)
             order by p.place
        loop
            execute format('delete from public.%I where ctid = any (array(select t.ctid from %s limit $2))', part.of_table, part.of_client)
              using client, room * part.at_once;
            get diagnostics rows = row_count;
            deleted := deleted + rows;
            room := room - ceil(rows / part.at_once::numeric)::integer;
            exit when room <= 0;
        end loop;
        exit when room <= 0;
        delete from public.clients c where c.id = client;
        deleted := deleted + 1;
        room := room - 1;
    end loop;
    return deleted;
end
$$;

-- As before; the statistics of a client that was let go of go by themselves.
create or replace function app.count_chunks()
    returns trigger
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'DELETE' then
        perform pg_advisory_xact_lock(hashtextextended('chunks of ' || o.client_id, 0))
           from (select distinct client_id from old_chunks order by 1) o;
        update public.chunk_languages c
           set chunks = c.chunks - o.chunks
          from (select client_id, language, count(*) as chunks from old_chunks group by 1, 2) o
         where c.client_id = o.client_id and c.language = o.language;
        delete from public.chunk_languages c
         using (select distinct client_id from old_chunks) o
         where c.client_id = o.client_id and c.chunks <= 0;
        with gone as materialized (
            select o.client_id, l.lexeme, count(*) as chunks
              from old_chunks o, unnest(tsvector_to_array(o.search)) l (lexeme)
             where exists (select from public.clients c where c.id = o.client_id and c.user_id is not null)
             group by 1, 2
        ), forgotten as (
            delete from public.chunk_terms t
             using gone g
             where t.client_id = g.client_id and t.lexeme = g.lexeme and t.chunks <= g.chunks
            returning t.client_id, t.lexeme
        ), words as (
            delete from public.chunk_words w
             using forgotten f
             where w.client_id = f.client_id and w.lexeme = f.lexeme
        )
        update public.chunk_terms t
           set chunks = t.chunks - g.chunks
          from gone g
         where t.client_id = g.client_id and t.lexeme = g.lexeme and t.chunks > g.chunks;
    else
        perform pg_advisory_xact_lock(hashtextextended('chunks of ' || n.client_id, 0))
           from (select distinct client_id from new_chunks order by 1) n;
        insert into public.chunk_languages as c (client_id, language, chunks)
        select client_id, language, count(*) from new_chunks group by 1, 2
        on conflict on constraint chunk_languages_pkey do update set chunks = c.chunks + excluded.chunks;
        insert into public.chunk_terms as t (client_id, lexeme, chunks)
        select n.client_id, l.lexeme, count(*)
          from new_chunks n, unnest(tsvector_to_array(n.search)) l (lexeme)
         group by 1, 2
        on conflict on constraint chunk_terms_pkey do update set chunks = t.chunks + excluded.chunks;
        insert into public.chunk_words (client_id, word, lexeme)
        select w.client_id, w.word, l.lexeme
          from (select n.client_id, n.language, p.token as word
                  from (select client_id, language, string_agg(concat_ws(' ', heading, content), ' ') as content
                          from new_chunks group by 1, 2) n
                 cross join ts_parse('default', lower(app.plain_words(n.content))) p
                 where p.tokid in (1, 2, 10, 11, 16, 17) and length(p.token) between 3 and 40
                 group by 1, 2, 3) w
         cross join lateral unnest(tsvector_to_array(to_tsvector(w.language::regconfig, w.word))) l (lexeme)
        on conflict on constraint chunk_words_pkey do nothing;
    end if;
    return null;
end
$$;

-- Deletes up to `p_at_most` conversations in which nothing was said for longer than their client keeps them, of some clients behind `p_after` in the
-- order of their ids; with null it begins. `next`: where to go on; null when all clients were looked at. The one before looked at all of them
-- each time, and got nowhere when they were many.
create function app.delete_expired_conversations(p_at_most integer, p_after uuid)
    returns table (deleted bigint, next uuid)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 1
as $$
declare
    clients_at_once constant integer := 2000;
    room integer := least(greatest(p_at_most, 0), 10000);
    client record;
    seen integer := 0;
    rows integer;
begin
    deleted := 0;
    next := coalesce(p_after, '00000000-0000-0000-0000-000000000000');
    for client in
        select c.id, now() - c.retention_days * interval '1 day' as ends_at
          from public.clients c
         where p_after is null or c.id > p_after
         order by c.id
         limit clients_at_once
    loop
        delete from public.conversations
         where id = any (array(
            select v.id
              from public.conversations v
             where v.client_id = client.id and v.last_message_at < client.ends_at
             limit room
               for update skip locked));
        get diagnostics rows = row_count;
        deleted := deleted + rows;
        room := room - rows;
        -- It may have more.
        exit when room <= 0;
        next := client.id;
        seen := seen + 1;
    end loop;
    if room > 0 and seen < clients_at_once then
        next := null;
    end if;
    return next;
end
$$;

-- As before, but finds again what it has locked without reading the table.
create or replace function app.delete_expired_request_counts(p_at_most integer)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.request_counts
         where ctid = any (array(
            select r.ctid
              from public.request_counts r
             where r.hour < date_trunc('hour', now())
             limit least(greatest(p_at_most, 0), 10000)
               for update skip locked))
        returning 1
    )
    select count(*) from deleted
$$;

-- As before, but looks up the items that are named, not all.
create or replace function app.hear_of_directus_items(p_ids uuid[], p_are_deleted boolean)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with heard as (
        insert into app.directus_items as i (document_id, deleted_there)
        select distinct named.id, p_are_deleted
          from unnest(p_ids) named (id)
          left join lateral (select true as is_known from app.directus_items k where k.document_id = named.id offset 0) known on true
         where not p_are_deleted or known.is_known
        on conflict on constraint directus_items_pkey do update
           set version = i.version + 1, due_at = now(), attempts = 0, deleted_there = i.deleted_there or p_are_deleted
        returning 1
    )
    select count(*) from heard
$$;

-- As before, but takes the one that is named without going through all that are due.
create or replace function app.claim_directus_item(p_document_id uuid, p_lease_s integer)
    returns table (document_id uuid, claim uuid, version bigint, attempts smallint, deleted_there boolean, seen jsonb, file_id uuid, file_key text,
                   client_id uuid, revision integer, title text, body text, url text, status text, failure text, file_name text,
                   object_key text, tags jsonb)
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with named as (
        select i.document_id
          from app.directus_items i
         where i.document_id = p_document_id and i.due_at <= now() and (i.claimed_until is null or i.claimed_until < now())
           for update skip locked
    ), longest as (
        select i.document_id
          from app.directus_items i
         where p_document_id is null and i.due_at <= now() and (i.claimed_until is null or i.claimed_until < now())
         order by i.due_at
         limit 1
           for update skip locked
    ), due as (
        select document_id from named union all select document_id from longest
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

-- As before, but does not gather all conversations that have a word, nor look through all of them for one that few have.
create or replace function app.find_conversations(p_client_id uuid, p_search text, p_from date, p_to date, p_rating integer, p_is_unanswered boolean,
                                       p_page text, p_after_at timestamptz, p_after_id uuid, p_at_most integer)
    returns table (id uuid, title text, page text, messages integer, unanswered bigint, ratings_up bigint, ratings_down bigint,
                   started_at timestamptz, last_message_at timestamptz, user_id text, user_name text)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set jit = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
    zone text;
    asked tsquery;
    words tsquery;
    starts_at timestamptz;
    ends_at timestamptz;
    -- The conversations that may be meant, where those are few.
    hits uuid[];
begin
    select c.time_zone into zone from public.clients c where c.id = p_client_id and c.user_id = app.user_id();
    if not found then
        return;
    end if;
    if p_search is not null then
        asked := app.search_query(p_search);
        if asked is null then
            return;
        end if;
    end if;
    starts_at := coalesce(p_from::timestamp at time zone zone, '-infinity');
    ends_at := least(coalesce((p_to + 1)::timestamp at time zone zone, 'infinity'), coalesce(p_after_at, 'infinity'));
    -- Words that enough of the newest messages have are looked for from the newest conversation on; whatever gives all of them would give too many.
    -- Others are few. The index knows all clients' words, and the beginning of a word is looked up for all of them before those of this client
    -- are left: only a client with many messages is better off with it.
    if asked is not null
       and (select count(distinct m.conversation_id)
              from (select m.conversation_id, m.search
                      from public.messages m
                     where m.client_id = p_client_id and m.created_at >= starts_at and m.created_at <= ends_at
                     order by m.created_at desc
                     limit 5000) m
             where m.search @@ asked) < p_at_most then
        words := asked && quote_literal(p_client_id)::tsquery;
        if (select count(*) from (select from public.messages m where m.client_id = p_client_id limit 20001) m) > 20000 then
            hits := array(
                select distinct m.conversation_id from public.messages m
                 where m.client_id = p_client_id and app.words_of_client(m.client_id, m.search) @@ words
                   -- Or the beginning of a word might be that of the client's id.
                   and m.search @@ asked);
        else
            hits := array(select distinct m.conversation_id from public.messages m where m.client_id = p_client_id and m.search @@ asked);
        end if;
        hits := hits || array(
            select v.id from public.conversations v
             where v.client_id = p_client_id and v.user_id is not null
               and position(lower(p_search) in lower(v.user_id || ' ' || coalesce(v.user_name, ''))) > 0);
    end if;
    -- The same of a page: where few of the newest conversations began on it, all are read at once, which is faster than one after the other.
    if p_page is not null and hits is null
       and (select count(*)
              from (select c.page
                      from public.conversations c
                     where c.client_id = p_client_id and c.last_message_at >= starts_at and c.last_message_at <= ends_at
                     order by c.last_message_at desc
                     limit 2000) c
             where position(lower(p_page) in lower(c.page)) > 0) < p_at_most then
        hits := array(
            select c.id from public.conversations c
             where c.client_id = p_client_id and c.last_message_at >= starts_at and c.last_message_at <= ends_at
               and position(lower(p_page) in lower(c.page)) > 0);
    end if;
    -- The same of ratings: where there are few, no conversation without one is looked at.
    if p_rating is not null then
        select case when count(*) > 1000 then hits
                    else coalesce(array_agg(distinct r.conversation_id) filter (where hits is null or r.conversation_id = any (hits)), '{}') end
          into hits
          from (select m.conversation_id
                  from public.messages m
                 where m.client_id = p_client_id and m.rating is not null and m.rating = p_rating
                 limit 1001) r;
    end if;
    return query
        select c.id, q.title, c.page, c.messages, a.unanswered, a.ratings_up, a.ratings_down, c.started_at, c.last_message_at,
               c.user_id, c.user_name
          from (select c.*
                  from public.conversations c
                 where c.client_id = p_client_id
                   and c.last_message_at <= coalesce(p_after_at, 'infinity')
                   and (p_after_at is null or c.last_message_at < p_after_at or c.id > p_after_id)
                   and c.last_message_at >= coalesce(p_from::timestamp at time zone zone, '-infinity')
                   and c.last_message_at < coalesce((p_to + 1)::timestamp at time zone zone, 'infinity')
                   and (p_page is null or position(lower(p_page) in lower(c.page)) > 0)
                   and (hits is null or c.id = any (hits))
                   and (asked is null or words is not null
                        or exists (select from public.messages m where m.conversation_id = c.id and m.client_id = p_client_id and m.search @@ asked)
                        or position(lower(p_search) in lower(c.user_id || ' ' || coalesce(c.user_name, ''))) > 0)
                   and (p_rating is null or exists (
                        select from public.messages m where m.conversation_id = c.id and m.client_id = p_client_id and m.rating = p_rating))
                   and (not p_is_unanswered or exists (
                        select from public.messages m
                         where m.conversation_id = c.id and m.client_id = p_client_id and app.is_unanswered(m.outcome, m.sources)))
                 order by c.last_message_at desc, c.id
                 limit p_at_most) c
          left join lateral (select left(m.content, 200) as title
                               from public.messages m
                              where m.conversation_id = c.id and m.role = 'visitor'
                              order by m.created_at, m.id
                              limit 1) q on true
          left join lateral (select count(*) filter (where app.is_unanswered(m.outcome, m.sources)) as unanswered,
                                    count(*) filter (where m.rating = 1) as ratings_up,
                                    count(*) filter (where m.rating = -1) as ratings_down
                               from public.messages m
                              where m.conversation_id = c.id and m.role = 'assistant') a on true
         order by c.last_message_at desc, c.id;
end
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.delete_own_client, app.delete_removed_clients, app.delete_expired_conversations(integer, uuid) to conference_app;
