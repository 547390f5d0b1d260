-- What organisers read of their conversations and figures. These functions run as the owner, because under row-level security neither
-- full-text search nor the sums over many rows could use what makes them fast; each asks first whose the client is. Those with many
-- choices are planned anew each time: a plan for any choice would read whole tables. Compiling
-- a plan takes longer than any of them runs.

-- Words of one client's messages. The client is a word too: without it a common word of all clients would be looked through.
create function app.words_of_client(p_client_id uuid, p_search tsvector)
    returns tsvector
    language sql immutable parallel safe
    return p_search || array_to_tsvector(array[p_client_id::text]);
create index messages_search_idx on messages using gin (app.words_of_client(client_id, search));
create index messages_client_id_rated_at_idx on messages (client_id, rated_at) where rating is not null;

-- A choice without what it needs cannot be stored, whoever writes it.
alter table answer_settings
    add constraint answer_settings_n8n_has_a_url check (answerer <> 'n8n' or n8n_webhook_url is not null),
    add constraint answer_settings_openai_has_key_and_model
        check (answerer <> 'openai' or (openai_api_key is not null and openai_model is not null));

-- Answers that cite nothing, or say that they do not know: as app.finish_answer counts them.
create function app.is_unanswered(p_outcome text, p_sources jsonb)
    returns boolean
    language sql immutable parallel safe
    return coalesce(p_outcome = 'unknown' or (p_outcome = 'complete' and coalesce(p_sources, '[]') = '[]'), false);

-- Every word, the last one as the beginning of a word, because people read the hits while they type. Once as Postgres takes a text apart
-- and once at every mark, so that half of `e-mail` is found too. Null when there is no word.
create function app.search_query(p_search text)
    returns tsquery
    language sql immutable parallel safe
begin atomic
    select case when numnode(whole.query) = 0 then parts.prefix
                when numnode(parts.query) = 0 or parts.query = whole.query then whole.prefix
                else whole.prefix || parts.prefix end
      from (select query, case when numnode(query) > 0 then (query::text || ':*')::tsquery end as prefix
              from plainto_tsquery('pg_catalog.simple', p_search) query) whole,
           (select query, case when numnode(query) > 0 then (query::text || ':*')::tsquery end as prefix
              from plainto_tsquery('pg_catalog.simple', regexp_replace(p_search, '[][_./:@''"()<>{},;!?&|*\\+=~#-]+', ' ', 'g')) query) parts;
end;

-- A signed-in user's client and a range of its days, in moments. Nothing for a client of somebody else. `p_to` is today unless it is
-- given, `p_from` so long before that `p_length` is covered; `p_is_previous` gives the range of the same length before it.
create function app.days_of_client(p_client_id uuid, p_from date, p_to date, p_length interval, p_is_previous boolean)
    returns table (client_id uuid, time_zone text, first_day date, last_day date, starts_at timestamptz, ends_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp rows 1
as $$
    select c.id, c.time_zone, r.first_day, r.last_day, r.first_day::timestamp at time zone c.time_zone,
           (r.last_day + 1)::timestamp at time zone c.time_zone
      from public.clients c,
           lateral (select coalesce(p_to, (now() at time zone c.time_zone)::date) as day) last,
           lateral (select coalesce(p_from, (last.day + 1 - p_length)::date) as day) first,
           lateral (select case when p_is_previous then first.day - (last.day - first.day + 1) else first.day end as first_day,
                           case when p_is_previous then first.day - 1 else last.day end as last_day) r
     where c.id = p_client_id and c.user_id = app.user_id()
$$;

-- Conversations in which something was said on these days, newest first, after the one that `p_after_at` and `p_after_id` name.
create function app.find_conversations(p_client_id uuid, p_search text, p_from date, p_to date, p_rating integer, p_is_unanswered boolean,
                                       p_page text, p_after_at timestamptz, p_after_id uuid, p_at_most integer)
    returns table (id uuid, title text, page text, messages integer, unanswered bigint, ratings_up bigint, ratings_down bigint,
                   started_at timestamptz, last_message_at timestamptz)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set jit = off
as $$
#variable_conflict use_column
declare
    zone text;
    words tsquery;
begin
    select c.time_zone into zone from public.clients c where c.id = p_client_id and c.user_id = app.user_id();
    if not found then
        return;
    end if;
    if p_search is not null then
        words := app.search_query(p_search);
        if words is null then
            return;
        end if;
        words := words && quote_literal(p_client_id)::tsquery;
    end if;
    return query
        select c.id, q.title, c.page, c.messages, a.unanswered, a.ratings_up, a.ratings_down, c.started_at, c.last_message_at
          from (select c.*
                  from public.conversations c
                 where c.client_id = p_client_id
                   and c.last_message_at <= coalesce(p_after_at, 'infinity')
                   and (p_after_at is null or c.last_message_at < p_after_at or c.id > p_after_id)
                   and c.last_message_at >= coalesce(p_from::timestamp at time zone zone, '-infinity')
                   and c.last_message_at < coalesce((p_to + 1)::timestamp at time zone zone, 'infinity')
                   and (p_page is null or position(lower(p_page) in lower(c.page)) > 0)
                   and (words is null or c.id in (
                        select m.conversation_id from public.messages m
                         where m.client_id = p_client_id and app.words_of_client(m.client_id, m.search) @@ words))
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

-- What a text takes at most to send: quotes are doubled for CSV, and both marks are escaped again where an answer travels in JSON.
create function app.size_of_text(p_text text)
    returns bigint
    language sql immutable parallel safe
    return coalesce(octet_length(to_jsonb(p_text)::text) + 2 * (length(p_text) - length(translate(p_text, '"\', ''))), 0);

-- The same of a message; ids, times and the names of members take less than 700.
create function app.size_of_message(p_message public.messages)
    returns bigint
    language sql immutable parallel safe
    return 700 + app.size_of_text(p_message.content) + app.size_of_text(p_message.page) + app.size_of_text(p_message.rating_comment)
               + app.size_of_text(p_message.sources::text);

-- The last message that one export may hold when it begins after the one that is named, and whether more follow. At least one message,
-- else none that would make it larger than `p_bytes_at_most`. No row for a client of somebody else.
create function app.export_end(p_client_id uuid, p_from date, p_to date, p_after_at timestamptz, p_after_id uuid, p_bytes_at_most integer)
    returns table (at timestamptz, id uuid, is_last boolean)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set jit = off
as $$
#variable_conflict use_column
declare
    zone text;
begin
    select c.time_zone into zone from public.clients c where c.id = p_client_id and c.user_id = app.user_id();
    if not found then
        return;
    end if;
    return query
        with sized as (
            select m.created_at, m.id, row_number() over in_order as number,
                   sum(m.size) over in_order as total
              from (select m.created_at, m.id, app.size_of_message(m) as size
                      from public.messages m
                     where m.client_id = p_client_id
                       and m.created_at >= coalesce(p_after_at, p_from::timestamp at time zone zone, '-infinity')
                       and m.created_at >= coalesce(p_from::timestamp at time zone zone, '-infinity')
                       and (p_after_at is null or (m.created_at, m.id) > (p_after_at, p_after_id))
                       and m.created_at < coalesce((p_to + 1)::timestamp at time zone zone, 'infinity')
                     order by m.created_at, m.id
                     limit p_bytes_at_most / 700 + 2) m
            window in_order as (order by m.created_at, m.id)
        )
        select e.created_at, e.id, not exists (select from sized s where s.number > e.number)
          from (select null) nothing
          left join (select * from sized s where s.total <= p_bytes_at_most or s.number = 1 order by s.number desc limit 1) e on true;
end
$$;

-- A page of an export, oldest first: at least one message, and no more than `p_bytes_at_most`.
create function app.export_messages(p_client_id uuid, p_from date, p_after_at timestamptz, p_after_id uuid, p_at_most integer,
                                    p_bytes_at_most integer)
    returns setof public.messages
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set jit = off
as $$
declare
    zone text;
begin
    select c.time_zone into zone from public.clients c where c.id = p_client_id and c.user_id = app.user_id();
    if not found then
        return;
    end if;
    return query
        with sized as (
            select m.created_at, m.id, row_number() over in_order as number, sum(m.size) over in_order as total
              from (select m.created_at, m.id, app.size_of_message(m) as size
                      from public.messages m
                     where m.client_id = p_client_id
                       and m.created_at >= coalesce(p_after_at, '-infinity')
                       and m.created_at >= coalesce(p_from::timestamp at time zone zone, '-infinity')
                       and (p_after_at is null or (m.created_at, m.id) > (p_after_at, p_after_id))
                     order by m.created_at, m.id
                     limit p_at_most) m
            window in_order as (order by m.created_at, m.id)
        )
        select m.*
          from sized s
          join public.messages m on m.id = s.id
         where s.number = 1 or s.total <= p_bytes_at_most
         order by m.created_at, m.id;
end
$$;

-- The figures of each day, and those of all in a row without a day. No row for a client of somebody else.
create function app.usage_of_days(p_client_id uuid, p_from date, p_to date, p_length interval, p_is_previous boolean)
    returns table (day date, time_zone text, first_day date, last_day date, conversations bigint, messages bigint, answers bigint,
                   unanswered bigint, failures bigint, prompt_tokens bigint, completion_tokens bigint, ratings_up bigint,
                   ratings_down bigint, latency_p50_ms integer, latency_p95_ms integer)
    language sql stable security definer set search_path = pg_catalog, pg_temp set jit = off
as $$
    with asked as materialized (
        select * from app.days_of_client(p_client_id, p_from, p_to, p_length, p_is_previous)
    ), hours as materialized (
        select (u.hour at time zone a.time_zone)::date as day, u.*
          from asked a
          join public.usage_hours u on u.client_id = a.client_id and u.hour >= a.starts_at and u.hour < a.ends_at
    ), sums as (
        select h.day, sum(h.conversations) as conversations, sum(h.messages) as messages, sum(h.answers) as answers,
               sum(h.unanswered) as unanswered, sum(h.failures) as failures, sum(h.prompt_tokens)::bigint as prompt_tokens,
               sum(h.completion_tokens)::bigint as completion_tokens, sum(h.ratings_up) as ratings_up, sum(h.ratings_down) as ratings_down
          from hours h
         group by rollup (h.day)
    ), buckets as (
        select h.day, l.bucket, sum(l.answers) as answers
          from hours h, unnest(h.latencies) with ordinality as l (answers, bucket)
         where l.answers > 0
         group by grouping sets ((h.day, l.bucket), (l.bucket))
    ), counted as (
        select b.day, b.bucket, sum(b.answers) over (partition by b.day order by b.bucket) as up_to_here,
               sum(b.answers) over (partition by b.day) as answers
          from buckets b
    ), percentiles as (
        select c.day, min(c.bucket) filter (where c.up_to_here >= 0.5 * c.answers)::integer as p50,
               min(c.bucket) filter (where c.up_to_here >= 0.95 * c.answers)::integer as p95
          from counted c
         group by c.day
    ), days as (
        select a.*, d.day::date as day
          from asked a, generate_series(a.first_day::timestamp, a.last_day::timestamp, interval '1 day') d (day)
        union all
        select a.*, null from asked a
    )
    select d.day, d.time_zone, d.first_day, d.last_day, coalesce(s.conversations, 0), coalesce(s.messages, 0), coalesce(s.answers, 0),
           coalesce(s.unanswered, 0), coalesce(s.failures, 0), coalesce(s.prompt_tokens, 0), coalesce(s.completion_tokens, 0),
           coalesce(s.ratings_up, 0), coalesce(s.ratings_down, 0), app.latency_of_bucket(p.p50), app.latency_of_bucket(p.p95)
      from days d
      left join sums s on s.day is not distinct from d.day
      left join percentiles p on p.day is not distinct from d.day
     order by d.day nulls last
$$;

-- Messages by weekday (1 is Monday) and hour of the client's own clock; hours without any are left out.
create function app.usage_by_clock(p_client_id uuid, p_from date, p_to date, p_length interval)
    returns table (weekday integer, hour integer, messages bigint)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select extract(isodow from u.hour at time zone a.time_zone)::integer, extract(hour from u.hour at time zone a.time_zone)::integer,
           sum(u.messages)
      from app.days_of_client(p_client_id, p_from, p_to, p_length, false) a
      join public.usage_hours u on u.client_id = a.client_id and u.hour >= a.starts_at and u.hour < a.ends_at
     where u.messages > 0
     group by 1, 2
     order by 1, 2
$$;

-- Questions that are the same in other words: the most asked, and the last of those that had no answer. Looks at the newest 20000.
create function app.asked_questions(p_client_id uuid, p_from date, p_to date, p_length interval, p_most_asked integer, p_last_unanswered integer)
    returns table (key text, question text, asked bigint, unanswered bigint, last_asked_at timestamptz, conversation_id uuid)
    language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set jit = off
as $$
#variable_conflict use_column
declare
    range record;
begin
    select * into range from app.days_of_client(p_client_id, p_from, p_to, p_length, false);
    if not found then
        return;
    end if;
    return query
    with asked as materialized (
        select q.id, q.content, q.created_at, q.conversation_id, coalesce(nullif(q.question_key, ''), lower(q.content)) as key
          from public.messages q
         where q.client_id = p_client_id and q.created_at >= range.starts_at and q.created_at < range.ends_at and q.role = 'visitor'
         order by q.created_at desc
         limit 20000
    ), unanswered as (
        select a.reply_to as id
          from asked q
          join public.messages a on a.reply_to = q.id
         where a.client_id = p_client_id and a.created_at >= (select min(created_at) from asked) and app.is_unanswered(a.outcome, a.sources)
         group by a.reply_to
    ), groups as (
        select q.key, mode() within group (order by q.content) as question, count(*) as asked, count(u.id) as unanswered,
               max(q.created_at) as last_asked_at, (array_agg(q.conversation_id order by q.created_at desc))[1] as conversation_id,
               max(q.created_at) filter (where u.id is not null) as last_unanswered_at
          from asked q
          left join unanswered u on u.id = q.id
         group by q.key
    ), ranked as (
        select g.*, row_number() over (order by g.asked desc, g.last_asked_at desc, g.key) as by_asked,
               row_number() over (order by g.last_unanswered_at desc nulls last, g.key) as by_unanswered
          from groups g
    )
    select r.key, left(r.question, 500), r.asked, r.unanswered, r.last_asked_at, r.conversation_id
      from ranked r
     where r.by_asked <= p_most_asked or (r.unanswered > 0 and r.by_unanswered <= p_last_unanswered)
     order by r.by_asked;
end
$$;

-- What visitors said of answers on these days, newest first, those with a comment before the others.
create function app.rated_answers(p_client_id uuid, p_from date, p_to date, p_length interval, p_at_most integer)
    returns table (conversation_id uuid, message_id uuid, question text, answer text, rating integer, comment text, rated_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select m.conversation_id, m.id, left(q.content, 500), left(m.content, 500), m.rating, m.rating_comment, m.rated_at
      from (select m.*
              from app.days_of_client(p_client_id, p_from, p_to, p_length, false) a
              join public.messages m on m.client_id = a.client_id and m.rated_at >= a.starts_at and m.rated_at < a.ends_at
             where m.rating is not null
             order by (m.rating_comment is not null) desc, m.rated_at desc
             limit p_at_most) m
      left join public.messages q on q.id = m.reply_to
     order by (m.rating_comment is not null) desc, m.rated_at desc
$$;

revoke execute on all functions in schema app from public;
-- Whoever writes a message writes it into its index.
grant execute on function app.words_of_client, app.size_of_text, app.size_of_message, app.find_conversations, app.export_end, app.export_messages, app.usage_of_days, app.usage_by_clock,
    app.asked_questions, app.rated_answers to conference_app;
