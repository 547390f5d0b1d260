-- Search by meaning, beside that by words: where the extension pgvector is, and a model that says what a text means (its embedding) is
-- configured. Where it is not, the functions below find and want nothing.

-- The chunks of a client that mean most nearly what a question does, as far as `p_model` has read them: at least `p_least` alike (the cosine
-- of their embeddings). `tags`: `[{"name", "prompt"}]`.
create function app.similar_to(p_client_id uuid, p_embedding real[], p_model text, p_least real, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, similarity float8, tags jsonb)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
end
$$;

-- For the open client.
create function app.find_similar(p_embedding real[], p_model text, p_least real, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, similarity float8, tags jsonb)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select * from app.similar_to(app.client_id(), p_embedding, p_model, p_least, p_at_most)
$$;

-- For one of the signed-in user's clients.
create function app.explain_similar(p_client_id uuid, p_embedding real[], p_model text, p_least real, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, similarity float8, tags jsonb)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select found.*
      from (select p_client_id as id where app.owns_client(p_client_id) offset 0) client
     cross join lateral app.similar_to(client.id, p_embedding, p_model, p_least, p_at_most) found
$$;

-- Some of the chunks that answer and that the model has not read: of this document, or of any one. For the ingest, which works for all clients.
create function app.chunks_to_embed(p_model text, p_document_id uuid, p_at_most integer)
    returns table (document_id uuid, revision integer, chunk_id bigint, content text)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
begin
end
$$;

-- Keeps what the model made of chunks of a document: `p_values` holds `p_dimensions` numbers for each. None: it cannot read them. Chunks that
-- are gone meanwhile are passed over.
create function app.keep_embeddings(p_model text, p_document_id uuid, p_revision integer, p_chunk_ids bigint[], p_dimensions integer, p_values real[])
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
end
$$;

-- Makes the functions above work if pgvector is there or can be had; otherwise changes nothing. Every migration calls it, so that the extension may
-- come later; an administrator may call it too. Its name for a type and its operators are in whatever schema the extension is.
create function app.set_up_embeddings()
    returns boolean
    language plpgsql volatile set search_path = pg_catalog, pg_temp set client_min_messages = warning
as $set_up$
declare
    home text;
    kind text;
begin
    if not exists (select from pg_extension where extname = 'vector') then
        if not exists (select from pg_available_extensions where name = 'vector') then
            return false;
        end if;
        begin
            create extension vector schema public;
        exception
            when insufficient_privilege or feature_not_supported or undefined_file then
                raise warning 'no search by meaning: % may not create the extension vector', quote_ident(current_user);
                return false;
        end;
    end if;
    select quote_ident(n.nspname) into home from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector';

    create table if not exists public.chunk_embeddings (
        chunk_id  bigint not null,
        client_id uuid   not null,
        model     text   not null,
        constraint chunk_embeddings_pkey primary key (chunk_id),
        constraint chunk_embeddings_chunk_id_fk foreign key (chunk_id) references public.chunks (id) on delete cascade,
        constraint chunk_embeddings_client_id_fk foreign key (client_id) references public.clients (id) on delete cascade
    ) with (toast_tuple_target = 8160);
    create index if not exists chunk_embeddings_client_id_idx on public.chunk_embeddings (client_id);
    -- The revisions that a model has read whole, so that nobody looks for the few chunks that are left among all.
    create table if not exists public.embedded_documents (
        document_id uuid    not null,
        revision    integer not null,
        model       text    not null,
        constraint embedded_documents_pkey primary key (document_id),
        constraint embedded_documents_document_id_fk foreign key (document_id) references public.documents (id) on delete cascade
    );
    -- Nothing is granted on them: only the functions read and write them.
    alter table public.chunk_embeddings enable row level security;
    alter table public.embedded_documents enable row level security;
    revoke all on public.chunk_embeddings, public.embedded_documents from public, conference_app;
    execute format('alter table public.chunk_embeddings owner to %1$I; alter table public.embedded_documents owner to %1$I',
        (select pg_get_userbyid(relowner) from pg_class where oid = 'public.chunks'::regclass));

    -- Models differ in how many numbers they give, so the column does not say. Half the precision is as good; the extension has it since 0.7.
    select format_type(a.atttypid, null) into kind
      from pg_attribute a where a.attrelid = 'public.chunk_embeddings'::regclass and a.attname = 'embedding' and not a.attisdropped;
    if kind is null then
        kind := home || case when to_regtype(home || '.halfvec') is null then '.vector' else '.halfvec' end;
        -- A search reads all of a client's: they stay in the row as long as they fit.
        execute format('alter table public.chunk_embeddings add column embedding %s; alter table public.chunk_embeddings alter column embedding set storage main', kind);
        -- The extension, and with it the column, may have been there before.
        delete from public.chunk_embeddings;
        delete from public.embedded_documents;
    end if;

    execute replace(replace($functions$
create or replace function app.similar_to(p_client_id uuid, p_embedding real[], p_model text, p_least real, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, similarity float8, tags jsonb)
    language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set jit = off
as $$
    with near as materialized (
        select e.chunk_id, e.similarity
          from (select e.chunk_id,
                       case when <home>.vector_dims(e.embedding) = cardinality(p_embedding)
                            then 1 - (e.embedding operator(<home>.<=>) (select p_embedding::<kind>)) end as similarity
                  from public.chunk_embeddings e
                 where e.client_id = p_client_id and e.model = p_model) e
         -- What is no number is more than any.
         where e.similarity >= p_least and e.similarity < 2
         order by e.similarity desc
         limit 20
    )
    select d.id, d.title, d.url, c.page, c.heading, c.content, least(n.similarity, 1),
           (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'prompt', t.prompt) order by lower(t.name)), '[]')
              from public.document_tags dt
              join public.tags t on t.id = dt.tag_id
             where dt.document_id = d.id)
      from near n
      join public.chunks c on c.id = n.chunk_id
      join public.documents d on d.id = c.document_id and d.indexed_revision = c.revision
     where d.client_id = p_client_id
     order by n.similarity desc, c.id
     limit least(greatest(coalesce(p_at_most, 5), 1), 20)
$$;

create or replace function app.chunks_to_embed(p_model text, p_document_id uuid, p_at_most integer)
    returns table (document_id uuid, revision integer, chunk_id bigint, content text)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    with due as materialized (
        select d.id, d.indexed_revision, d.title
          from public.documents d
         where d.indexed_revision is not null
           and (p_document_id is null or d.id = p_document_id)
           and not exists (select from public.embedded_documents e
                            where e.document_id = d.id and e.revision = d.indexed_revision and e.model = p_model)
           and exists (select from public.chunks c where c.document_id = d.id and c.revision = d.indexed_revision)
         -- One that gives trouble does not stand before all others for ever.
         order by random()
         limit 1
    )
    select d.id, d.indexed_revision, c.id, concat_ws(E'\n', d.title, c.heading, c.content)
      from due d
      join public.chunks c on c.document_id = d.id and c.revision = d.indexed_revision
     where not exists (select from public.chunk_embeddings e where e.chunk_id = c.id and e.model = p_model)
     order by c.ordinal
     limit least(greatest(p_at_most, 1), 1000)
$$;

create or replace function app.keep_embeddings(p_model text, p_document_id uuid, p_revision integer, p_chunk_ids bigint[], p_dimensions integer, p_values real[])
    returns void
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into public.chunk_embeddings (chunk_id, client_id, model, embedding)
    select c.id, c.client_id, p_model,
           case when p_dimensions > 0 then p_values[(i.n::integer - 1) * p_dimensions + 1 : i.n::integer * p_dimensions]::<kind> end
      from unnest(p_chunk_ids) with ordinality i (id, n)
      join public.chunks c on c.id = i.id and c.document_id = p_document_id and c.revision = p_revision
       for key share of c
    on conflict on constraint chunk_embeddings_pkey do update set model = excluded.model, embedding = excluded.embedding;
    insert into public.embedded_documents (document_id, revision, model)
    select d.id, p_revision, p_model
      from public.documents d
     where d.id = p_document_id and d.indexed_revision = p_revision
       and not exists (select from public.chunks c
                        where c.document_id = d.id and c.revision = p_revision
                          and not exists (select from public.chunk_embeddings e where e.chunk_id = c.id and e.model = p_model))
       for key share of d
    on conflict on constraint embedded_documents_pkey do update set revision = excluded.revision, model = excluded.model;
end
$$;
    $functions$, '<home>', home), '<kind>', kind);
    return true;
end
$set_up$;

revoke execute on all functions in schema app from public;
grant execute on function app.find_similar, app.explain_similar, app.chunks_to_embed, app.keep_embeddings to conference_app;

select app.set_up_embeddings();
