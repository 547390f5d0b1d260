-- Made-up words and what is written with them: messages and chunks take turns with a supply of texts, which saves making ten million.
do $$ begin perform setseed(0.1); end $$;
create unlogged table scale.word as
    select n, (array['b','d','f','gr','k','l','m','n','pl','s','t','v'])[n % 12 + 1]
           || (array['a','e','i','o','u','ai'])[n / 12 % 6 + 1]
           || (array['b','d','f','gr','k','l','m','n','pl','s','t','v'])[n / 72 % 12 + 1]
           || (array['a','e','i','o','u','ai'])[n / 864 % 6 + 1]
           || (array['r','nd','st','m'])[n / 5184 % 4 + 1] || 'ik' as word
      from scale.sizes, generate_series(1, words) n;
create unique index on scale.word (n);
analyze scale.word;

-- `p_count` texts of `p_least` to `p_most` words, two of five of them small ones.
create function scale.texts(p_count integer, p_least integer, p_most integer)
    returns table (n integer, content text)
    language sql volatile
as $$
    select t.n, string_agg(coalesce(w.word, (array['the','of','and','to','in','is','that','for'])[t.small]), ' ' order by t.place)
      from (select l.n, place, case when random() < 0.6 then scale.skewed(12000) end as word, floor(random() * 8)::integer + 1 as small
              from (select n, p_least + floor(random() * (p_most - p_least + 1))::integer as length from generate_series(1, p_count) n) l
             cross join lateral generate_series(1, l.length) place) t
      left join scale.word w on w.n = t.word
     group by t.n
$$;

create unlogged table scale.question as
    select n, 'When is ' || content || '?' as content, app.question_key('english', 'When is ' || content || '?') as question_key
      from scale.sizes, scale.texts(questions, 3, 9);
create unlogged table scale.answer as
    select n, content,
           jsonb_build_array(
               jsonb_build_object('title', initcap(split_part(content, ' ', 1)) || ' guide', 'url', 'https://conference.example/' || n,
                                  'excerpt', left(content, 120))) as sources
      from scale.sizes, scale.texts(answers, 20, 40);
create unlogged table scale.paragraph as
    select n, h.heading, t.content, app.search_of('english', null, h.heading, t.content) as search
      from scale.sizes, scale.texts(paragraphs, 50, 90) t
      join lateral (select initcap(array_to_string((string_to_array(t.content, ' '))[3:6], ' ')) as heading) h on true;
create unique index on scale.question (n);
create unique index on scale.answer (n);
create unique index on scale.paragraph (n);
analyze scale.question, scale.answer, scale.paragraph;
