-- Documents that were read, and the statistics of their words that the triggers on chunks keep.
do $$ begin perform setseed(0.4); end $$;
create unlogged table scale.document as
    select r.n as client, d, r.chunks / r.documents + case when d <= r.chunks % r.documents then 1 else 0 end as chunks,
           now() - interval '2 years' * random() as created_at,
           1 + floor(random() * z.answers)::integer as titled
      from scale.sizes z
     cross join lateral (select n, scale.share(z.chunks, n, z.readers) as chunks,
                                least(greatest(scale.share(z.chunks, n, z.readers) / 10, 1), 1000) as documents
                           from generate_series(1, z.readers) n) r
     cross join lateral generate_series(1, r.documents) d;

insert into documents (id, client_id, title, file_name, kind, url, size_bytes, status, progress, indexed_revision, chunk_count, object_key, queued_at, pages,
                       dated_at, created_at, updated_at, title_search)
select scale.id('document', d.client, d.d), scale.id('client', d.client), t.title, 'file' || d.d || '.pdf', 'pdf', 'https://conference.example/files/' || d.d,
       d.chunks * 400, 'ready', 100, 1, d.chunks, 'documents/' || scale.id('client', d.client) || '/' || scale.id('document', d.client, d.d) || '/1',
       d.created_at, d.chunks / 2 + 1, d.created_at, d.created_at, d.created_at, to_tsvector('english', app.plain_words(t.title))
  from scale.document d
  join scale.answer a on a.n = d.titled
 cross join lateral (select initcap(array_to_string((string_to_array(a.content, ' '))[1:4], ' ')) as title) t
 order by d.created_at;

create unlogged table scale.chunk as
    select d.client, d.d, o as ordinal, 1 + floor(random() * z.paragraphs)::integer as paragraph, d.created_at
      from scale.sizes z, scale.document d
     cross join lateral generate_series(0, d.chunks - 1) o
     order by d.created_at, d.client, d.d, o;
analyze scale.document, scale.chunk;

insert into chunks (client_id, document_id, ordinal, page, heading, content, tokens, language, search)
select scale.id('client', c.client), scale.id('document', c.client, c.d), c.ordinal, c.ordinal / 2 + 1, p.heading, p.content, 100, 'english',
       case c.ordinal when 0 then app.search_of('english', d.title, p.heading, p.content) else p.search end
  from scale.chunk c
  join scale.paragraph p on p.n = c.paragraph
  left join documents d on c.ordinal = 0 and d.id = scale.id('document', c.client, c.d)
 order by c.created_at, c.client, c.d, c.ordinal;

insert into chunk_languages (client_id, language, chunks)
select client_id, language, count(*) from chunks group by 1, 2;

insert into chunk_terms (client_id, lexeme, chunks)
select c.client_id, l.lexeme, count(*) from chunks c, unnest(tsvector_to_array(c.search)) l (lexeme) group by 1, 2;

create unlogged table scale.spoken as
    select distinct p.n as paragraph, t.token as word
      from scale.paragraph p, ts_parse('default', lower(app.plain_words(concat_ws(' ', p.heading, p.content)))) t
     where t.tokid in (1, 2, 10, 11, 16, 17) and length(t.token) between 3 and 40;
create unlogged table scale.reading as
    select w.word, l.lexeme
      from (select distinct word from scale.spoken) w, unnest(tsvector_to_array(to_tsvector('english', w.word))) l (lexeme);
analyze scale.spoken, scale.reading;
insert into chunk_words (client_id, word, lexeme)
select scale.id('client', s.client), s.word, r.lexeme
  from (select distinct c.client, s.word
          from (select distinct client, paragraph from scale.chunk) c join scale.spoken s on s.paragraph = c.paragraph) s
  join scale.reading r on r.word = s.word;

insert into tags (id, client_id, name, prompt)
select scale.id('tag', n, t), scale.id('client', n), (array['Tickets', 'Venue', 'Programme', 'Food', 'Travel'])[t], 'Say where to find more.'
  from scale.sizes, generate_series(1, readers) n, generate_series(1, 5) t;
insert into document_tags (document_id, tag_id, client_id)
select scale.id('document', client, d), scale.id('tag', client, 1 + d % 5), scale.id('client', client) from scale.document;
insert into client_tokens (client_id, name, token_hash, hint)
select scale.id('client', n), 'Workflow', sha256(('token ' || n)::bytea), 'abcd' from scale.sizes, generate_series(1, readers) n;
insert into app.directus_items (document_id, version, due_at)
-- Once when it was added, once when it was ready, once for its tag.
select scale.id('document', client, d), 3, created_at from scale.document;
