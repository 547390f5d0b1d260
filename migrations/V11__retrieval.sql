-- Which passages of a client's documents fit a question. By words, weighted by how rare they are in the client's own documents, so that
-- what the documents do not speak of can be told from what they do.

-- Trigrams tell a slip of the pen from another word. The extension may live in any schema.
do $$
begin
    create extension if not exists pg_trgm;
exception
    when insufficient_privilege or feature_not_supported or undefined_file then
        raise exception 'extension pg_trgm is missing and % may not create it: as an administrator, "create extension pg_trgm" in this database, then migrate again',
            quote_ident(current_user);
end
$$;
do $$
begin
    execute format(
        'create function app.likeness(p_word text, p_other text) returns real language sql immutable strict parallel safe
             return %I.similarity(p_word, p_other)',
        (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'));
end
$$;

alter table chunks
    -- Chunks come in pieces and answer when all are there: when documents.indexed_revision names their revision.
    add column revision integer not null default 1,
    -- As which language it was read: a text search configuration of Postgres.
    add column language text    not null default 'simple',
    drop constraint chunks_ordinal_unique,
    add constraint chunks_ordinal_unique unique (document_id, revision, ordinal),
    -- Ranking reads `search` of some hundred rows: it stays in the row and uncompressed, the text does not.
    alter column search set storage main,
    set (toast_tuple_target = 4080);

alter table documents
    -- The title's words, which count for each of its chunks.
    add column title_search tsvector not null default '';

-- How many chunks a client has in each language, and how many contain a word (without its ending).
create table chunk_languages (
    client_id uuid    not null,
    language  text    not null,
    chunks    integer not null,
    constraint chunk_languages_pkey primary key (client_id, language),
    constraint chunk_languages_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);
create table chunk_terms (
    client_id uuid    not null,
    lexeme    text    collate "C" not null,
    chunks    integer not null,
    constraint chunk_terms_pkey primary key (client_id, lexeme),
    constraint chunk_terms_client_id_fk foreign key (client_id) references clients (id) on delete cascade
) with (fillfactor = 80);
-- The words themselves: what a mistyped word may have meant, and what an excerpt is chosen by.
create table chunk_words (
    client_id uuid not null,
    word      text collate "C" not null,
    lexeme    text collate "C" not null,
    constraint chunk_words_pkey primary key (client_id, word, lexeme),
    constraint chunk_words_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);
create index chunk_words_lexeme_idx on chunk_words (client_id, lexeme);
-- What is known of a language's words beyond Postgres' stop words: see the end of this file.
create table known_words (
    language text collate "C" not null,
    lexeme   text collate "C" not null,
    -- Words that mean the same at a conference.
    also     text[] not null default '{}',
    -- 1, or less for words that people ask with rather than about.
    weight   real   not null default 1,
    constraint known_words_pkey primary key (language, lexeme)
);

alter table chunk_languages enable row level security;
alter table chunk_terms     enable row level security;
alter table chunk_words     enable row level security;
alter table known_words     enable row level security;
-- Nothing is granted on them: only the functions below read and write them.
revoke all on chunk_languages, chunk_terms, chunk_words, known_words from public, conference_app;

-- What stands for a client's word in the index: short, and no other client's word but by accident, so that a client's search reads
-- nothing of the many others in the same table.
create function app.search_key(p_client_id uuid, p_kind text, p_lexeme text)
    returns text
    language sql immutable parallel safe
    return left(p_client_id::text, 8) || p_kind || p_lexeme;

-- All keys of a chunk: its words, and once more those of its heading. Its cost keeps the planner from computing it row by row.
create function app.search_keys(p_client_id uuid, p_search tsvector)
    returns tsvector
    language sql immutable parallel safe cost 10000
    return array_to_tsvector(array(
        select app.search_key(p_client_id, ':', l) from unnest(tsvector_to_array(p_search)) l where length(l) <= 100
        union all
        select app.search_key(p_client_id, '#', l) from unnest(tsvector_to_array(ts_filter(p_search, '{a,b}'))) l where length(l) <= 100));

-- A long list of what is not sorted in yet would be read by every search.
create index chunks_search_idx on chunks using gin (app.search_keys(client_id, search)) with (gin_pending_list_limit = 256);
-- The planner can learn nothing from statistics of keys, and gathering them takes long.
alter index chunks_search_idx alter column 1 set statistics 0;

-- Slashes and underscores do not join words to a path.
create function app.plain_words(p_text text)
    returns text
    language sql immutable parallel safe
    return translate(p_text, U&'/_\0001', '   ');

-- The words and numbers of a text in their order, in small letters; of hyphenated ones the whole.
create function app.words_of(p_text text)
    returns table (word text, at bigint)
    language sql immutable parallel safe rows 20
begin atomic
    select ltrim(t.token, '-+'), t.at
      from ts_parse('default', lower(app.plain_words(p_text))) with ordinality t (kind, token, at)
     where t.kind in (1, 2, 3, 4, 6, 8, 15, 16, 17, 20, 21, 22) and length(ltrim(t.token, '-+')) between 1 and 60;
end;

-- A word without its ending; of a hyphenated one the whole, the parts and both in one. Nothing for a stop word.
create function app.lexemes_of(p_language text, p_word text)
    returns text[]
    language sql stable parallel safe
    return tsvector_to_array(to_tsvector(p_language::regconfig,
        case when p_word like '%-%' then p_word || ' ' || replace(p_word, '-', '') else p_word end));

-- What a chunk is found by. What is written with a hyphen or a sign ('wi-fi', '9-17') is also found without.
create function app.search_of(p_language text, p_title text, p_heading text, p_content text)
    returns tsvector
    language sql stable
begin atomic
    select s.search || array_to_tsvector(array(
               select replace(l, '-', '') from unnest(tsvector_to_array(s.search)) l where l like '%-%' and l !~ '^-*$'))
      from (select setweight(to_tsvector(p_language::regconfig, app.plain_words(left(coalesce(p_title, ''), 1000))), 'A')
                || setweight(to_tsvector(p_language::regconfig, app.plain_words(left(coalesce(p_heading, ''), 1000))), 'B')
                || to_tsvector(p_language::regconfig, app.plain_words(left(p_content, 50000))) as search) s;
end;

-- The language that a text is in, as far as its small words tell; the client's own unless another is clearly better.
create function app.language_of(p_text text, p_own text)
    returns text
    language sql stable
begin atomic
    select coalesce((
        select l.language
          from unnest(array[p_own, 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'hungarian', 'italian', 'norwegian',
                            'portuguese', 'russian', 'spanish', 'swedish', 'turkish']) l (language)
         cross join lateral (
                select count(*) as words,
                       count(*) filter (where ts_lexize(case l.language when 'simple' then 'simple' else l.language || '_stem' end::regdictionary,
                                                        w.word) = '{}') as small
                  from app.words_of(left(p_text, 3000)) w) c
         where p_own <> 'simple' and c.words >= 30 and c.small >= c.words * 0.2
         order by c.small * case when l.language = p_own then 1.25 else 1 end desc
         limit 1), p_own);
end;

-- Keeps the statistics right whoever writes chunks. One client's are counted by one at a time, so that two ingests never wait for each
-- other in a circle. Those of a client that is being deleted go with it.
create function app.count_chunks()
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
             where exists (select from public.clients c where c.id = o.client_id)
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
create trigger chunks_are_counted after insert on chunks
    referencing new table as new_chunks for each statement execute function app.count_chunks();
create trigger chunks_are_uncounted after delete on chunks
    referencing old table as old_chunks for each statement execute function app.count_chunks();

-- Adds some of a document's chunks, `[{"ordinal", "page", "heading", "content", "tokens"}]`; those that are there already stay as they are, so that
-- it may run twice. They answer after app.publish_chunks. False when the document is gone, not the caller's, or has a newer revision.
create function app.add_chunks(p_document_id uuid, p_revision integer, p_chunks jsonb)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    document record;
    chunk_language text;
begin
    select d.client_id, d.title, c.language
      into document
      from public.documents d
      join public.clients c on c.id = d.client_id
     where d.id = p_document_id and d.revision = p_revision
       and (d.client_id = app.client_id() or app.owns_client(d.client_id))
       for key share of d;
    if not found then
        return false;
    end if;
    -- All of a document is read as one language.
    select c.language into chunk_language from public.chunks c where c.document_id = p_document_id and c.revision = p_revision limit 1;
    if not found then
        select app.language_of(string_agg(c.content, ' '), document.language)
          into chunk_language
          from (select left(c.content, 1500) as content
                  from jsonb_to_recordset(p_chunks) c (ordinal integer, content text) order by c.ordinal limit 3) c;
    end if;
    insert into public.chunks (client_id, document_id, revision, ordinal, page, heading, content, tokens, language, search)
    select document.client_id, p_document_id, p_revision, c.ordinal, c.page, c.heading, c.content, c.tokens, chunk_language,
           app.search_of(chunk_language, case c.ordinal when 0 then document.title end, c.heading, c.content)
      from jsonb_to_recordset(p_chunks) c (ordinal integer, page integer, heading text, content text, tokens integer)
    on conflict on constraint chunks_ordinal_unique do nothing;
    return true;
end
$$;

-- From now on a document's chunks of this revision answer, and those of others are gone. False as above.
create function app.publish_chunks(p_document_id uuid, p_revision integer)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    update public.documents d
       set indexed_revision = p_revision,
           title_search = to_tsvector(coalesce((select c.language from public.chunks c where c.document_id = p_document_id and c.revision = p_revision
                                                 limit 1), 'simple')::regconfig, app.plain_words(d.title))
     where d.id = p_document_id and d.revision = p_revision
       and (d.client_id = app.client_id() or app.owns_client(d.client_id));
    if not found then
        return false;
    end if;
    delete from public.chunks c where c.document_id = p_document_id and c.revision <> p_revision;
    return true;
end
$$;

-- Replaces a document's chunks in one statement.
create function app.index_chunks(p_document_id uuid, p_revision integer, p_chunks jsonb)
    returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    return app.add_chunks(p_document_id, p_revision, p_chunks) and app.publish_chunks(p_document_id, p_revision);
end
$$;

-- A word of a question and what stands for it in a client's documents.
create type app.question_term as (
    word        text,
    -- Of the question before: it only helps to understand this one.
    is_context  boolean,
    -- How much it tells: the rarer the more.
    weight      float8,
    -- The word itself, and what is near to it: another form, the same in other words, what a mistyped one may mean.
    exact       text[],
    near        text[],
    -- What a near one counts, 0 to 1.
    near_factor float8,
    -- What a mistyped word was taken for.
    corrected   text,
    -- At most so many chunks contain one of them.
    reach       bigint
);

-- One of these lexemes, each behind a prefix: a query of lexemes as they are, whatever characters they are made of but the one that no text
-- is left with by app.plain_words. Null for none. An expression without a query in it, which costs Postgres nothing to plan.
create function app.any_lexeme(p_lexemes text[], p_prefix text default '')
    returns tsquery
    language sql immutable parallel safe
    return case when cardinality(p_lexemes) > 0 then
        ('''' || p_prefix
         || replace(replace(replace(array_to_string(p_lexemes, U&'\0001'), '\', '\\'), '''', ''''''), U&'\0001', ''' | ''' || p_prefix)
         || '''')::tsquery end;

create function app.any_key(p_client_id uuid, p_kind text, p_lexemes text[])
    returns tsquery
    language sql immutable parallel safe
    return app.any_lexeme(p_lexemes, app.search_key(p_client_id, p_kind, ''));

-- What a word tells that stands in so many of all chunks.
create function app.rarity(p_chunks float8, p_total float8)
    returns float8
    language sql immutable parallel safe
    return ln(1 + (p_total - least(p_chunks, p_total) + 0.5) / (p_chunks + 0.5));

-- The words of a client's documents that a word unknown to them may be a slip of: as good as the same letters, begun with the same one.
create function app.words_like(p_client_id uuid, p_word text)
    returns table (word text, likeness float8)
    language sql stable
begin atomic
    select c.word, c.likeness
      from (select w.word,
                   app.likeness(w.word, p_word)
                   -- Letters that changed places change more trigrams than they should.
                   + case when array(select unnest(string_to_array(w.word, null)) order by 1)
                             = array(select unnest(string_to_array(p_word, null)) order by 1) then 0.4 else 0 end as likeness
              from (select distinct word
                      from public.chunk_words
                     where client_id = p_client_id
                       and word >= left(p_word, 1) and word < left(p_word, 1) || U&'\FFFF'
                       and length(word) between length(p_word) - 2 and length(p_word) + 2
                       and app.likeness(word, p_word) >= 0.2) w) c
     where length(p_word) >= 4 and p_word !~ '[0-9]'
       and c.likeness >= case when length(p_word) >= 8 then 0.4 when length(p_word) >= 6 then 0.45 else 0.5 end
     order by c.likeness desc, c.word
     limit 2;
end;

-- What a question asks for, the most telling words first. `p_context`: the question before, or null.
create function app.question_terms(p_client_id uuid, p_question text, p_context text)
    returns setof app.question_term
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
    languages text[];
    total float8;
begin
    select array_agg(c.language order by c.chunks desc), greatest(sum(c.chunks), 50)
      into languages, total
      from public.chunk_languages c
     where c.client_id = p_client_id;
    if languages is null then
        return;
    end if;
    return query
    with spoken as materialized (
        select s.word, bool_and(s.is_context) as is_context, min(s.at) as at
          from (select w.word, false as is_context, w.at from app.words_of(left(p_question, 2000)) w
                union all
                select w.word, true, w.at + 10000 from app.words_of(left(p_context, 2000)) w) s
         group by s.word
         order by 3
         limit 100
    ), reading as materialized (
        select s.word, s.is_context, s.at, l.language, l.place, app.lexemes_of(l.language, s.word) as lexemes
          from spoken s
         cross join unnest(languages) with ordinality l (language, place)
    ), asked_in as (
        -- The language of the question: where most of its words are small ones.
        select r.language, r.language in ('german', 'dutch', 'danish', 'swedish', 'norwegian', 'finnish', 'hungarian') as compounds
          from reading r
         group by r.language
         order by count(*) filter (where r.lexemes = '{}') desc, min(r.place)
         limit 1
    ), foreign_to_us as materialized (
        -- A question in a language that none of the documents is in: its small words are not what it asks for.
        select f.language
          from unnest(array['danish', 'dutch', 'english', 'finnish', 'french', 'german', 'hungarian', 'italian', 'norwegian',
                            'portuguese', 'russian', 'spanish', 'swedish', 'turkish']) f (language)
         cross join lateral (
                select count(*) as small
                  from (select * from spoken where not is_context order by at limit 25) s
                 where ts_lexize((f.language || '_stem')::regdictionary, s.word) = '{}') c
         where (select count(*) from reading r join asked_in a on a.language = r.language where r.lexemes = '{}' and not r.is_context) < 2
           and f.language <> all (languages) and c.small >= 2
         order by c.small desc
         limit 1
    ), meant as materialized (
        select r.word, r.is_context, r.at, array_agg(distinct l.lexeme) as exact
          from reading r
         cross join unnest(r.lexemes) l (lexeme)
         group by r.word, r.is_context, r.at
        having not exists (select from reading s join asked_in a on a.language = s.language where s.word = r.word and s.lexemes = '{}')
           and not exists (select from foreign_to_us f where ts_lexize((f.language || '_stem')::regdictionary, r.word) = '{}')
    ), known as materialized (
        select m.*, e.chunks, coalesce(k.weight, 1) as own_weight, k.also
          from meant m
         cross join lateral (
                select coalesce(max((select c.chunks from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = x.lexeme)), 0)
                           as chunks
                  from unnest(m.exact) x (lexeme)) e
         cross join lateral (
                select min(k.weight) filter (where k.language = (select a.language from asked_in a)) as weight,
                       array_agg(distinct a.lexeme) as also
                  from public.known_words k
                  left join unnest(k.also) a (lexeme) on true
                 where k.language = any (languages) and k.lexeme = any (m.exact)) k
         order by m.is_context, app.rarity(case when k.weight < 0.5 then greatest(e.chunks, 2) else e.chunks end, total) * coalesce(k.weight, 1) desc
         limit 16
    ), near as materialized (
        select k.word, n.lexeme, n.factor, n.chunks, null::text as corrected
          from known k
         cross join asked_in i
         cross join lateral (
                select a.lexeme, 0.75 as factor,
                       (select c.chunks from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = a.lexeme) as chunks
                  from unnest(k.also) a (lexeme)
                union all
                -- The same beginning: 'regist(er)' and 'registr(ation)'; where words are built from words, longer ones too.
                select t.lexeme, 0.6, t.chunks
                  from unnest(k.exact) x (lexeme)
                 cross join lateral (
                        select t.lexeme, t.chunks
                          from public.chunk_terms t
                         where length(x.lexeme) >= case when i.compounds then 4 else 5 end
                           and t.client_id = p_client_id and t.lexeme > x.lexeme and t.lexeme < x.lexeme || U&'\FFFF'
                           and length(t.lexeme) <= length(x.lexeme) + case when i.compounds then 8 else 3 end
                         order by t.lexeme
                         limit 10) t
                union all
                -- A word built from words that are known: 'Eröffnungs|vortrag'.
                select p.lexeme, 0.6, (select c.chunks from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = p.lexeme)
                  from generate_series(4, length(k.word) - 4) cut
                 cross join lateral (
                        select app.lexemes_of(i.language, left(k.word, cut)) || app.lexemes_of(i.language, regexp_replace(left(k.word, cut), 's$', ''))
                                   as head,
                               app.lexemes_of(i.language, substr(k.word, cut + 1)) as tail) h
                 cross join lateral unnest(h.head || h.tail) p (lexeme)
                 where i.compounds and k.chunks = 0 and length(k.word) between 9 and 40
                   and exists (select from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = any (h.head))
                   and exists (select from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = any (h.tail))
                union all
                select left(x.lexeme, -cut), 0.6,
                       (select c.chunks from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = left(x.lexeme, -cut))
                  from unnest(k.exact) x (lexeme), generate_series(1, 3) cut
                 where length(x.lexeme) - cut >= 5 and x.lexeme !~ '[0-9]') n
         where k.own_weight >= 0.5 and n.chunks > 0
           -- What another word of the question asks for itself is not found twice.
           and not exists (select from known o where n.lexeme = any (o.exact) and not o.is_context or n.lexeme = any (k.exact))
    ), guessed as (
        select k.word, l.lexeme, least(0.4 + 0.5 * g.likeness, 0.85) as factor,
               (select c.chunks from public.chunk_terms c where c.client_id = p_client_id and c.lexeme = l.lexeme) as chunks, g.word as corrected
          from known k
         cross join lateral app.words_like(p_client_id, k.word) g
         cross join lateral (select w.lexeme from public.chunk_words w where w.client_id = p_client_id and w.word = g.word limit 4) l
         where k.chunks = 0 and k.own_weight >= 0.5 and not exists (select from near n where n.word = k.word and n.factor > 0.7)
    ), nearest as (
        select n.word, array_agg(n.lexeme) as lexemes, max(n.factor) as factor, sum(n.chunks) as reach, max(n.chunks) as chunks,
               string_agg(distinct n.corrected, ', ') as corrected
          from (select n.*, row_number() over (partition by n.word order by n.factor desc, n.chunks desc) as place
                  -- One that is near to two words of the question stands for one of them.
                  from (select distinct on (n.lexeme) n.*
                          from (select * from near union all select * from guessed) n
                          join known k on k.word = n.word
                         order by n.lexeme, k.is_context, k.chunks > 0, n.factor desc, n.word) n) n
         where n.place <= 8
         group by n.word
    )
    select k.word, k.is_context,
           -- A word that is only known by another form is as rare as that one.
           app.rarity(case when k.own_weight < 0.5 then greatest(c.chunks, 2) else c.chunks end, total) * k.own_weight
               * case when k.is_context then 0.4 else 1 end,
           k.exact, coalesce(n.lexemes, '{}'), coalesce(n.factor, 0)::float8, n.corrected, k.chunks + coalesce(n.reach, 0)::bigint
      from known k
      left join nearest n on n.word = k.word
     cross join lateral (select case when k.chunks > 0 then k.chunks else coalesce(n.chunks, 0) end::float8 as chunks) c
     order by 2, 3 desc
     limit 12;
end
$$;

-- The chunks that may answer: all with a rare word of the question, those with several of its common ones, those headed by one. At most
-- some hundred, whatever is asked and however many there are.
create function app.find_candidates(p_client_id uuid, p_terms app.question_term[])
    returns bigint[]
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
    at_most constant integer := 300;
    rare text[] := '{}';
    reached bigint := 0;
    common tsquery[] := '{}';
    common_words text[] := '{}';
    own_all tsquery;
    queries tsquery[] := '{}';
    query tsquery;
    found_ids bigint[] := '{}';
    term app.question_term;
    titles constant tsquery := app.any_lexeme(array(
        select l from unnest(p_terms) t, unnest(t.exact) l where not t.is_context and t.weight >= 1));
begin
    for term in select t.* from unnest(p_terms) t where t.reach > 0 order by t.reach loop
        query := app.any_key(p_client_id, ':', term.exact || term.near);
        if not term.is_context then
            own_all := case when own_all is null then query else own_all && query end;
        end if;
        if reached + term.reach <= at_most then
            reached := reached + term.reach;
            rare := rare || term.exact || term.near;
        else
            common := common || query;
            common_words := common_words || term.exact || term.near;
        end if;
    end loop;
    if cardinality(rare) > 0 then
        queries := queries || app.any_key(p_client_id, ':', rare);
    end if;
    if cardinality(common) > 0 then
        queries := queries || own_all;
        if cardinality(common) >= 3 then
            queries := queries || (common[1] && common[2] && common[3]);
        end if;
        if cardinality(common) >= 2 then
            queries := queries || (common[1] && common[2]);
        end if;
        queries := queries || app.any_key(p_client_id, '#', common_words);
        if cardinality(common) >= 3 then
            queries := queries || (common[1] && common[3]);
        end if;
        queries := queries || common[1];
    end if;
    -- What a whole document is about need not be said in each of its chunks.
    found_ids := array(
        select c.id
          from (select d.id, d.indexed_revision
                  from public.documents d
                 where d.client_id = p_client_id
                   and d.title_search @@ titles
                 order by d.dated_at desc
                 limit 20) d
          join public.chunks c on c.document_id = d.id and c.revision = d.indexed_revision and c.ordinal < 20
         limit 100);
    foreach query in array queries loop
        continue when query is null;
        exit when cardinality(found_ids) >= at_most;
        found_ids := found_ids || array(
            select c.id
              from public.chunks c
             where app.search_keys(c.client_id, c.search) @@ query and c.client_id = p_client_id
             limit at_most - cardinality(found_ids));
    end loop;
    return found_ids;
end
$$;

-- The passages of a client's documents that fit a question best. `score`: the share of what the question asks for that the passage has, 0 to 1.
-- `words`: `[{"word", "term", "weight"}]`, the words of the documents that stand for one of the question's. `why`: what made the score, for people.
create function app.passages_of(p_client_id uuid, p_question text, p_context text, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, score float8, words jsonb, why jsonb)
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
    client constant uuid := p_client_id;
    terms app.question_term[];
    candidates bigint[];
    tagged uuid[];
    own_weight float8;
    all_weight float8;
    any_of_them tsquery;
begin
    if client is null then
        return;
    end if;
    select array_agg(t), sum(t.weight) filter (where not t.is_context), sum(t.weight)
      into terms, own_weight, all_weight
      from app.question_terms(client, p_question, p_context) t;
    if terms is null then
        return;
    end if;
    candidates := app.find_candidates(client, terms);
    if candidates = '{}' then
        return;
    end if;
    -- Subjects that the question names.
    tagged := array(
        select t.id
          from public.tags t
         where t.client_id = client
           and exists (select from unnest(terms) q
                        where not q.is_context and strpos(lower(t.name), q.word) > 0
                          and strpos(' ' || regexp_replace(lower(p_question), '[^[:alnum:]]+', ' ', 'g') || ' ',
                                     ' ' || regexp_replace(lower(t.name), '[^[:alnum:]]+', ' ', 'g') || ' ') > 0));
    any_of_them := app.any_lexeme(array(select distinct l from unnest(terms) t, unnest(t.exact || t.near) l));

    return query
    with term as materialized (
        select t.*, o.n, app.any_lexeme(t.exact) as exactly, app.any_lexeme(t.near) as nearly
          from unnest(terms) with ordinality o (word, is_context, weight, exact, near, near_factor, corrected, reach, n)
         cross join lateral (select o.word, o.is_context, o.weight, o.exact, o.near, o.near_factor, o.corrected, o.reach) t
         where o.reach > 0
    ), fit as materialized (
        select c.id, c.document_id, c.search, d.title_search, f.own, f.everything
          from (select distinct i from unnest(candidates) i) i
         -- `offset 0`: looked up one by one, however many there are.
         cross join lateral (select c.* from public.chunks c where c.id = i.i offset 0) c
         cross join lateral (
                select d.title_search
                  from public.documents d
                 where d.id = c.document_id and d.indexed_revision = c.revision and d.client_id = client offset 0) d
         cross join lateral (
                select coalesce(sum(case when not t.is_context then t.weight * m.factor end), 0) as own,
                       coalesce(sum(t.weight * m.factor), 0) as everything
                  from term t
                 cross join lateral (
                        select case when c.search @@ t.exactly then 1
                                    when c.search @@ t.nearly then t.near_factor
                                    when d.title_search @@ t.exactly then 0.7
                                    else 0 end as factor offset 0) m) f
         order by f.everything desc, ts_rank('{0.55, 0.7, 0.9, 1}', c.search, any_of_them) desc
         limit 60
    ), weighed as materialized (
        select f.id, f.document_id, f.own, f.everything, length(f.search) as words, o.often
          from fit f
         cross join lateral (
                -- As above, but more for words that come often or in the heading.
                select coalesce(sum(t.weight * case when f.search @@ t.exactly then ts_rank('{0.55, 0.7, 0.9, 1}', f.search, t.exactly)
                                                    when f.search @@ t.nearly
                                                        then t.near_factor * ts_rank('{0.55, 0.7, 0.9, 1}', f.search, t.nearly)
                                                    when f.title_search @@ t.exactly then 0.35
                                                    else 0 end), 0) as often
                  from term t) o
    ), best as materialized (
        select f.*, greatest(f.own / nullif(own_weight, 0), f.everything / all_weight) as share,
               0.5 * f.everything / all_weight + 0.5 * f.often / all_weight / (0.75 + 0.25 * f.words / 120.0) as order_of
          from weighed f
         order by order_of desc
         limit 30
    ), boosted as (
        select b.share, b.order_of, c.document_id, c.page, c.heading, c.content, c.ordinal, d.title, d.url, d.dated_at, x.*
          from best b
         cross join lateral (select c.* from public.chunks c where c.id = b.id offset 0) c
         cross join lateral (select d.* from public.documents d where d.id = b.document_id offset 0) d
         cross join lateral (
                select least(ts_rank_cd(c.search, any_of_them), 1) as close,
                       1 / (1 + greatest(extract(epoch from now() - d.dated_at), 0) / 15552000)::float8 as recent,
                       exists (select from public.document_tags t where t.document_id = d.id and t.tag_id = any (tagged)) as is_tagged) x
         order by b.order_of * (1 + 0.1 * x.close + 0.06 * x.recent + case when x.is_tagged then 0.15 else 0 end) desc, c.id
         limit least(greatest(coalesce(p_at_most, 5), 1), 20)
    )
    select b.document_id, b.title, b.url, b.page, b.heading, b.content,
           least(b.share, 1)::float8,
           (select coalesce(jsonb_agg(jsonb_build_object('word', w.word, 'term', w.n, 'weight', w.weight)), '[]')
              from (select l.lexeme as word, t.n, max(t.weight * l.factor) as weight
                      from term t
                     cross join lateral (select unnest(t.exact), 1 union all select unnest(t.near), t.near_factor) l (lexeme, factor)
                     group by 1, 2
                    union
                    select w.word, t.n, max(t.weight * l.factor)
                      from term t
                     cross join lateral (select unnest(t.exact), 1 union all select unnest(t.near), t.near_factor) l (lexeme, factor)
                      join public.chunk_words w on w.client_id = client and w.lexeme = l.lexeme
                     group by 1, 2
                     limit 200) w),
           jsonb_build_object('terms', (select jsonb_agg(to_jsonb(t)) from unnest(terms) t),
                              'order', b.order_of, 'close', b.close, 'recent', b.recent, 'tagged', b.is_tagged)
      from boosted b;
end
$$;

-- For the open client. The statements behind it are large: they are planned once for a connection, not for each question, and not
-- compiled, which would take longer than running them.
create function app.find_passages(p_question text, p_context text, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, score float8, words jsonb, why jsonb)
    language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set jit = off
as $$
    select * from app.passages_of(app.client_id(), p_question, p_context, p_at_most)
$$;

-- For the answer that app.prepare_answer has begun in the same transaction; nothing when its answerer looks for itself, or a limit is
-- reached. `tag_prompts`: `[{"name", "prompt"}]`, the instructions of the document's tags. In plpgsql, which keeps its plans.
create function app.passages_for_answer(p_question text, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, score float8, words jsonb,
                   tag_prompts jsonb)
    language plpgsql stable
as $$
begin
    if coalesce(current_setting('app.answerer', true), '') not in ('built_in', 'openai') then
        return;
    end if;
    return query
    select found.document_id, found.title, found.url, found.page, found.heading, found.content, found.score, found.words,
           (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'prompt', t.prompt) order by lower(t.name)), '[]')
              from document_tags dt
              join tags t on t.id = dt.tag_id
             where dt.document_id = found.document_id and t.prompt <> '')
      from app.find_passages(p_question, nullif(current_setting('app.previous_question', true), ''), p_at_most) found;
end
$$;

-- For one of the signed-in user's clients, to see what a visitor would be told and why.
create function app.explain_passages(p_client_id uuid, p_question text, p_context text, p_at_most integer)
    returns table (document_id uuid, title text, url text, page integer, heading text, content text, score float8, words jsonb, why jsonb)
    language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan set jit = off
as $$
    select found.*
      from (select p_client_id as id where app.owns_client(p_client_id) offset 0) client
     cross join lateral app.passages_of(client.id, p_question, p_context, p_at_most) found
$$;

-- Words that visitors ask with: they tell less of what a question is about than their rarity in the documents says.
insert into known_words (language, lexeme, weight)
select distinct w.language, l, 0.25
  from (values
    ('english', 'able afford cannot comes coming does doing done gets getting gives giving goes got had handle has having held hold holding keep keeps kept makes making means must says seen seeing shown somehow somewhat sort stuff takes taking told tried trying used uses wants went whose yesterday works actually allowed allow also another anybody anyone anything anywhere around available away bring could currently day different else enough event ever every everyone everything exactly example find first get give given go going good got guy happen hello help hey hi include info information interested kind know later let like list long look looking lot make many may maybe mean might much must need new next now okay one option others part people person place please possible provide question really recommend right say see shall show somebody someone something somewhere sort still sure take talk tell thank thanks thing think time today tomorrow tonight try two type use using want way well whether wondering would yes yet conference'),
    ('german', 'bekommen bekommt dabei daran davon dazu denn eigene einfach etwa finde fängt funktioniert geht gibts habt halten hat hatte hält ihr ist kannst kommt könnt könnte läuft macht magst man mal mich mir muss nachher nächste nötig oder soll sollte statt stattfinden steht stehen um und uns war wäre wer wem wen werde werden wird wurde wollt zum zur benötigen bitte brauchen danke darf dürfen eigentlich etwas finden frage fragen geben gehen gern gerne gibt gut guten hallo heißen helfen heute immer informationen irgendwo jemand kommen kriegen lange lassen leute machen mitbringen möchten möglich morgen müssen nehmen neu nötig ort person sagen schon sehen stelle tag tun überhaupt veranstaltung viel viele vielleicht wann warum welche welcher welches wie wieviel wieviele wissen wo wohin wollen woher zeigen zeit konferenz tagung'),
    ('french', 'aller avoir besoin bonjour chose comment connaître devoir dire donner est-ce existe faire faut jour merci mettre montrer obtenir où pense personne peut peux possible possibles pouvoir pourquoi prendre quand quel quelle quelles quels question savoir souhaite temps trouve trouver voir voudrais vouloir conférence'),
    ('spanish', 'ayuda buscar conocer cosa cuál cuáles cuándo cuánta cuántas cuánto cuántos cómo dar deber decir dónde día existe favor gracias haber hacer hay hola información ir lugar mostrar necesito necesita obtener parte persona poder posible pregunta puede puedo quiero qué quién saber se tener tiempo tomar ver conferencia'),
    ('italian', 'andare aiuto avere bisogno cercare ciao come conoscere cosa dare dire domanda dove dovere esiste fare favore giorno grazie informazioni luogo mostrare ottenere parte perché persona possibile posso potere prendere quale quali quando quanta quante quanti quanto sapere tempo trovare trovo vedere volere vorrei conferenza'),
    ('portuguese', 'ajuda coisa como conhecer dar dever dia dizer existe favor fazer informação ir lugar mostrar obrigado obter olá onde parte pergunta pessoa poder posso possível precisa preciso qual quais quando quanta quantas quanto quantos quero saber tempo ter tomar ver conferência'),
    ('dutch', 'bestaat dag dingen doen gaan geven graag hallo hebben hoe hoeveel informatie kan komen krijgen kunnen laten maken mag mensen moeten mogelijk nemen nodig persoon plaats tijd vinden vraag waar waarom wanneer weten welke willen zeggen zien zijn conferentie')
  ) w (language, words)
 cross join lateral unnest(string_to_array(w.words, ' ')) word
 cross join lateral unnest(app.lexemes_of(w.language, word)) l;

-- Words that mean the same at a conference, a group a line.
with groups as (
    select w.language, line
      from (values
        ('english',
'wifi wi-fi wlan wireless internet network online
food lunch meal meals catering eat eating buffet dinner breakfast snack snacks hungry
drink drinks coffee tea beverage beverages thirsty
vegan vegetarian plant-based veggie meat-free
allergy allergies allergic allergens intolerance dietary gluten gluten-free lactose nuts diet
price prices cost costs fee fees rate rates expensive charge charged pay
ticket tickets pass passes admission registration entry
discount discounts reduced cheaper concession student students coupon promo
refund refunds cancel cancellation cancelled reimbursement money-back return
transfer pass-on substitute rename resell
invoice invoices receipt receipts bill billing vat
register registration sign-up signup registering enrol enroll book booking
check-in checkin badge badges lanyard collect pick-up pickup
parking park car cars garage drive driving
bus tram train trains metro subway underground station transport transit shuttle
airport flight flights plane fly
taxi cab uber
bicycle bicycles bike bikes cycle cycling
hotel hotels accommodation accommodations room stay sleep hostel lodging overnight
luggage baggage suitcase suitcases bag bags cloakroom wardrobe coat coats locker lockers
toilet toilets restroom restrooms bathroom bathrooms lavatory washroom wc
wheelchair accessible accessibility step-free disabled disability mobility ramp lift elevator
child children kid kids childcare creche baby babies toddler daughter son
nursing breastfeed breastfeeding lactation
dog dogs pet pets animal animals
quiet silent silence calm rest
pray prayer praying worship multi-faith faith
smoke smoking smoker smokers cigarette cigarettes vape vaping
doctor medical first-aid aid injury injured sick ill nurse medic emergency
lost found missing lost-and-found
photo photos photograph photography picture pictures camera filming
recording recordings record recorded video videos stream streaming livestream live-stream broadcast watch
slide slides presentation presentations deck
talk talks session sessions presentation lecture lectures
keynote keynotes opening
workshop workshops tutorial tutorials training hands-on
speaker speakers presenter presenters speaking lecturer
schedule programme program agenda timetable timing plan
begin begins start starts opens open kick-off commence
end ends finish finishes close closes over
venue location address building place directions
sponsor sponsors sponsorship sponsoring supporter supporters supports partner partners
exhibitor exhibitors booth booths stand stands exhibition expo sponsor
company companies firm firms business
museum museums sights sightseeing attractions tour tours excursion excursions guided
beach swim swimming sea
boat ship ferry cruise sailing
security safety safe emergency
parents family families nursing baby
free gratis complimentary included
submit submitting hand-in apply application applications
party social evening reception networking drinks celebration
language languages translation translated interpreting interpretation interpreter subtitles captions english
harassment harass harassed harassing conduct behaviour behavior report reporting incident abuse bullying
certificate certificates attendance proof confirmation
volunteer volunteers volunteering helper helpers
job jobs career careers hiring recruiting
submit submission submissions proposal proposals cfp paper papers abstract abstracts
deadline deadlines due date dates
contact email e-mail mail phone telephone call reach
power socket sockets outlet outlets charging charge plug plugs
weather rain clothes clothing dress wear
visa visas invitation letter
scholarship scholarships grant grants bursary funding
cash card cards payment payments credit paypal
app application mobile phone android ios
poster posters
online virtual remote remotely hybrid
size sizes shirt shirts t-shirt tshirt merchandise swag
map floor plan floorplan
organiser organisers organizer organizers team staff
cheapest cheap inexpensive affordable low-cost budget'),
        ('german',
'wlan wifi wi-fi internet netz netzwerk
essen mittagessen verpflegung catering mahlzeit mahlzeiten buffet speisen abendessen frühstück imbiss hunger
trinken getränk getränke kaffee tee
vegan vegetarisch fleischlos pflanzlich
allergie allergien unverträglichkeit unverträglichkeiten gluten glutenfrei laktose
preis preise kosten kostet gebühr gebühren teuer bezahlen
ticket tickets karte karten eintritt eintrittskarte eintrittskarten teilnahmegebühr
ermäßigung ermäßigt rabatt studenten studierende student günstiger
geld betrag
erstattung erstatten zurück erstattet rückerstattung stornieren stornierung storno absagen rücktritt zurückgeben
rechnung rechnungen quittung beleg
anmeldung anmelden registrierung registrieren buchen buchung
einlass check-in checkin ausweis namensschild abholen
parken parkplatz parkplätze parkhaus auto pkw
bus bahn straßenbahn zug u-bahn s-bahn haltestelle bahnhof anfahrt anreise verkehrsmittel
flughafen flug fliegen flugzeug
fahrrad fahrräder rad
hotel hotels unterkunft übernachtung übernachten zimmer schlafen
gepäck koffer garderobe jacke mantel schließfach schließfächer taschen
toilette toiletten wc klo
rollstuhl barrierefrei barrierefreiheit stufenlos behinderung aufzug fahrstuhl rampe
kind kinder kinderbetreuung betreuung baby
hund hunde haustier haustiere tiere
rauchen raucher rauchverbot
arzt sanitäter erste-hilfe notfall verletzt krank
foto fotos fotografieren bilder kamera
aufzeichnung aufzeichnungen aufnahme aufnahmen video videos livestream stream
folien präsentation
vortrag vorträge session sitzung beitrag
workshop workshops seminar schulung
referent referenten referentin referentinnen sprecher sprecherin vortragende redner
programm zeitplan ablauf agenda tagesordnung
beginn beginnen beginnt anfang anfangen start startet öffnet geöffnet los
ende endet enden schließt schluss
veranstaltungsort tagungsort adresse halle gebäude haus standort
sponsor sponsoren aussteller stand ausstellung
party abendveranstaltung empfang feier
sprache sprachen übersetzung dolmetscher dolmetschen untertitel
belästigung verhalten verhaltenskodex vorfall melden
bescheinigung teilnahmebescheinigung zertifikat nachweis
frist termin stichtag einreichung einreichen
kontakt e-mail telefon erreichen
steckdose steckdosen strom laden aufladen
barzahlung bar ec-karte kreditkarte zahlung zahlen
stillen stillraum wickeln wickelraum wickeltisch'),
        ('french',
'wifi wi-fi internet réseau
repas déjeuner manger restauration buffet nourriture
boisson boissons café thé
prix tarif tarifs coût coûte frais
billet billets inscription entrée place
remboursement rembourser annulation annuler
parking garer voiture stationnement
train métro bus tram gare transport
hôtel hébergement logement dormir
bagage bagages vestiaire consigne
toilettes wc sanitaires
fauteuil accessible accessibilité pmr handicap ascenseur
enfant enfants garderie bébé
programme horaire horaires agenda planning
orateur orateurs intervenant intervenants conférencier
commence début ouvre ouverture
fin termine ferme fermeture
lieu adresse bâtiment salle
enregistrement enregistrements vidéo vidéos diffusion'),
        ('spanish',
'wifi wi-fi internet red
comida almuerzo comer catering bufé cena desayuno
bebida bebidas café té
precio precios tarifa cuesta coste costo
entrada entradas boleto boletos inscripción registro
reembolso devolución cancelar cancelación
aparcamiento aparcar estacionamiento coche parking
tren metro autobús estación transporte
hotel hoteles alojamiento dormir
equipaje maleta maletas guardarropa consigna
baño baños aseo aseos servicios
silla accesible accesibilidad discapacidad ascensor
niño niños guardería bebé
programa horario agenda
ponente ponentes orador oradores
empieza comienza inicio abre apertura
termina fin cierra cierre
lugar sede dirección edificio
grabación grabaciones vídeo vídeos')
      ) w (language, lines)
     cross join lateral unnest(string_to_array(w.lines, E'\n')) line
     where line <> ''
), members as (
    select distinct g.language, g.line, l.lexeme
      from groups g
     cross join lateral unnest(string_to_array(g.line, ' ')) word
     cross join lateral unnest(app.lexemes_of(g.language, word)) l (lexeme)
     -- The parts of a hyphenated word do not stand for it.
     where position('-' in word) = 0 or l.lexeme like '%-%'
        or replace(word, '-', '') like left(l.lexeme, -1) || '%' and length(l.lexeme) >= length(replace(word, '-', '')) - 2
)
insert into known_words (language, lexeme, also)
select a.language, a.lexeme, array_agg(distinct b.lexeme)
  from members a
  join members b on b.language = a.language and b.line = a.line and b.lexeme <> a.lexeme
 group by a.language, a.lexeme
-- A word of both kinds is worth something between.
on conflict on constraint known_words_pkey do update set also = excluded.also, weight = 0.6;

revoke execute on all functions in schema app from public;
grant execute on function app.add_chunks, app.publish_chunks, app.index_chunks, app.find_passages, app.passages_for_answer, app.explain_passages
    to conference_app;
