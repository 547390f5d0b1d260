-- A year of conversations as app.begin_answer and app.finish_answer keep them, in the order in which they came.
do $$ begin perform setseed(0.3); end $$;
create unlogged table scale.conversation as
    select row_number() over (order by started_at) as k, c.*
      from (select c.n as client, 1 + floor(4 * random() ^ 1.6)::integer as turns, random() as who,
                   -- Within one hour, so that all of it counts in the same one.
                   date_trunc('hour', now() - interval '364 days'
                       + interval '363 days' * ((case when c.n <= 3 then random() else c.peak + (random() + random() + random() - 1.5) / 8 end + 2)::numeric % 1)::float8)
                   + random() * interval '55 minutes' as started_at
              from (select n, random() as peak, scale.share(conversations, n, clients) as conversations from scale.sizes, scale.client) c
             cross join lateral generate_series(1, c.conversations)) c;
create unlogged table scale.turn as
    select c.k, c.client, t as turn, c.started_at + (t - 1) * interval '50 seconds' as at,
           scale.skewed(z.questions) as question, 1 + floor(random() * z.answers)::integer as answer,
           200 + floor(4000 * random() ^ 3)::integer as latency_ms, random() as luck, random() as liking
      from scale.sizes z, scale.conversation c
     cross join lateral generate_series(1, c.turns) t
     order by c.k, t;
analyze scale.conversation, scale.turn;

insert into conversations (id, client_id, session_id, visitor_id, page, messages, started_at, last_message_at, user_id, user_name)
select scale.id('conversation', c.k), scale.id('client', c.client), scale.id('browser', c.k), case when c.who < 0.8 then scale.id('visitor', c.k) end,
       'https://conference' || c.client || '.example/' || (array['', 'tickets', 'venue', 'programme'])[c.k % 4 + 1], 2 * c.turns,
       c.started_at, l.at + l.latency_ms * interval '1 millisecond',
       case when c.who < 0.03 then 'user-' || c.k end, case when c.who < 0.03 then 'Visitor ' || c.k end
  from scale.conversation c
  join scale.turn l on l.k = c.k and l.turn = c.turns
 order by c.k;

do $$
declare
    newest constant bigint := (select max(k) from scale.conversation);
    step constant bigint := greatest(newest / 50, 1);
begin
    for low in 1 .. newest by step loop
        insert into messages (id, conversation_id, client_id, role, content, created_at, page, question_key, reply_to, sources, answerer, outcome,
                              error_code, first_chunk_ms, latency_ms, rating, rating_comment, rated_at)
        select scale.id(case when a.is_answer then 'answer' else 'asked' end, t.k, t.turn), scale.id('conversation', t.k), scale.id('client', t.client),
               case when a.is_answer then 'assistant' else 'visitor' end,
               case when not a.is_answer then q.content when t.luck < 0.02 then '' else w.content end,
               case when a.is_answer then t.at + t.latency_ms * interval '1 millisecond' else t.at end,
               case when not a.is_answer then 'https://conference' || t.client || '.example/' || (array['', 'tickets', 'venue', 'programme'])[t.k % 4 + 1] end,
               case when not a.is_answer then q.question_key end,
               case when a.is_answer then scale.id('asked', t.k, t.turn) end,
               case when a.is_answer and t.luck >= 0.12 then w.sources end,
               case when a.is_answer then 'built_in' end,
               case when a.is_answer then case when t.luck < 0.02 then 'failed' when t.luck < 0.12 then 'unknown' else 'complete' end end,
               case when a.is_answer and t.luck < 0.02 then 'upstream_timeout' end,
               case when a.is_answer and t.luck >= 0.02 then t.latency_ms / 2 end,
               case when a.is_answer then t.latency_ms end,
               case when a.is_answer and t.liking < 0.05 then case when t.liking < 0.03 then 1 else -1 end end,
               case when a.is_answer and t.liking < 0.01 then 'Just what I looked for' end,
               case when a.is_answer and t.liking < 0.05 then t.at + interval '30 seconds' end
          from scale.turn t
          join scale.question q on q.n = t.question
          join scale.answer w on w.n = t.answer
         cross join (values (false), (true)) a (is_answer)
         where t.k >= low and t.k < low + step
         order by t.k, t.turn, a.is_answer;
    end loop;
end
$$;

insert into usage_hours (client_id, hour, conversations, messages, answers, unanswered, failures, ratings_up, ratings_down, latencies)
select scale.id('client', t.client), t.hour, count(*) filter (where t.turn = 1), count(*), count(*) filter (where t.luck >= 0.02),
       count(*) filter (where t.luck between 0.02 and 0.12), count(*) filter (where t.luck < 0.02),
       count(*) filter (where t.liking < 0.03), count(*) filter (where t.liking >= 0.03 and t.liking < 0.05),
       array[{buckets}]::integer[]
  from (select t.*, date_trunc('hour', t.at) as hour, b.bucket
          from scale.turn t
          -- Of each latency once: logarithms of ten million take their time.
          left join (select ms, app.latency_bucket(ms) as bucket from (select distinct latency_ms as ms from scale.turn) l offset 0) b
            on b.ms = t.latency_ms and t.luck >= 0.02) t
 group by t.client, t.hour
 order by t.hour;
