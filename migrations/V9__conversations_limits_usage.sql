-- What visitors ask and are told, how much of it a client may, and figures of it that nobody has to scan messages for.

create table conversations (
    id              uuid        not null default gen_random_uuid(),
    client_id       uuid        not null,
    -- The visitor's browser makes it up.
    session_id      uuid        not null,
    -- From the token that we gave the visitor; null for embeds that know of no tokens.
    visitor_id      uuid,
    -- The page of the first message.
    page            text,
    messages        integer     not null default 0,
    started_at      timestamptz not null default now(),
    last_message_at timestamptz not null default now(),
    constraint conversations_pkey primary key (id),
    constraint conversations_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    -- Who knows another visitor's session id, but not its token, begins a conversation of its own.
    constraint conversations_session_unique unique nulls not distinct (client_id, session_id, visitor_id),
    constraint conversations_id_client_id_unique unique (id, client_id)
);
create index conversations_client_id_last_message_at_idx on conversations (client_id, last_message_at desc, id);

create table messages (
    id                uuid        not null,
    conversation_id   uuid        not null,
    client_id         uuid        not null,
    role              text        not null,
    content           text        not null,
    created_at        timestamptz not null default now(),
    page              text,
    -- Of a question: its words without endings and stop words, in order, so that the same question in other words is one group.
    question_key      text,
    -- Of an answer, from here on.
    reply_to          uuid,
    sources           jsonb,
    answerer          text,
    -- 'complete'; 'unknown': nothing was found to answer with; 'partial': it broke off; 'failed': it did not begin.
    outcome           text,
    error_code        text,
    first_chunk_ms    integer,
    latency_ms        integer,
    prompt_tokens     integer,
    completion_tokens integer,
    -- 1 or -1, by the visitor.
    rating            smallint,
    rating_comment    text,
    rated_at          timestamptz,
    -- Postgres refuses a megabyte of different words; so many characters never make one.
    search            tsvector    not null generated always as (to_tsvector('pg_catalog.simple', left(content, 100000))) stored,
    constraint messages_pkey primary key (id),
    -- Both at once: a message is its conversation's client's.
    constraint messages_conversation_id_fk foreign key (conversation_id, client_id) references conversations (id, client_id) on delete cascade,
    constraint messages_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint messages_role_known check (role in ('visitor', 'assistant')),
    constraint messages_outcome_known check (outcome in ('complete', 'unknown', 'partial', 'failed')),
    constraint messages_rating_known check (rating in (1, -1))
);
create index messages_conversation_id_idx on messages (conversation_id, created_at, id);
create index messages_client_id_created_at_idx on messages (client_id, created_at);
create index messages_reply_to_idx on messages (reply_to) where reply_to is not null;

-- An hour of a client, by the clock of its time zone.
create table usage_hours (
    client_id         uuid        not null,
    hour              timestamptz not null,
    conversations     integer     not null default 0,
    messages          integer     not null default 0,
    answers           integer     not null default 0,
    -- Answers that cite nothing, or say that they do not know.
    unanswered        integer     not null default 0,
    -- Broken off or not begun.
    failures          integer     not null default 0,
    prompt_tokens     bigint      not null default 0,
    completion_tokens bigint      not null default 0,
    ratings_up        integer     not null default 0,
    ratings_down      integer     not null default 0,
    -- How many answers took how long: see app.latency_bucket.
    latencies         integer[]   not null default array_fill(0, array[40]),
    constraint usage_hours_pkey primary key (client_id, hour),
    constraint usage_hours_client_id_fk foreign key (client_id) references clients (id) on delete cascade
);

-- Requests counted in this hour. `subject`: a client's id, and behind it a visitor or the hash of an address.
create table request_counts (
    scope   text        not null,
    subject text        not null,
    hour    timestamptz not null,
    used    integer     not null,
    constraint request_counts_pkey primary key (scope, subject, hour)
);
create index request_counts_hour_idx on request_counts (hour);

alter table conversations  enable row level security;
alter table messages       enable row level security;
alter table usage_hours    enable row level security;
-- Nothing is granted on it: only the functions below count.
alter table request_counts enable row level security;
revoke all on conversations, messages, usage_hours, request_counts from public, conference_app;
grant select, insert, update, delete on conversations, messages, usage_hours to conference_app;

create policy conversations_of_the_user on conversations to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy conversations_of_the_key on conversations to conference_app
    using (client_id = app.client_id()) with check (client_id = app.client_id());
create policy messages_of_the_user on messages to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy messages_of_the_key on messages to conference_app
    using (client_id = app.client_id()) with check (client_id = app.client_id());
create policy usage_hours_of_the_user on usage_hours for select to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id))));
create policy usage_hours_of_the_key on usage_hours to conference_app
    using (client_id = app.client_id()) with check (client_id = app.client_id());

-- Opens a client by its public key as app.open_key does, but only for a page that may use it. `p_page_entries`: every entry of
-- `allowed_domains` that would allow the page (shared::origins says which); null when no page was named.
create function app.open_key_for_page(p_key text, p_page_entries text[])
    returns table (client_id uuid, status text, allowed_domains jsonb)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    for client_id, status, allowed_domains in
        select c.id, c.status, c.allowed_domains from public.clients c where c.public_api_key = p_key
    loop
        if status = 'active' and (p_page_entries is null
                                  or jsonb_typeof(allowed_domains) <> 'array'
                                  or allowed_domains = '[]'
                                  or allowed_domains ?| p_page_entries) then
            perform set_config('app.client_id', client_id::text, true);
        end if;
        return next;
    end loop;
end
$$;

-- Counts a request in one scope, unless its limit is reached. Gives how many are used, more than the limit for one too many. What was used
-- under a higher limit stays used, should that come back within the hour.
create function app.count_request(p_scope text, p_subject text, p_limit integer)
    returns integer
    language sql volatile set search_path = pg_catalog, pg_temp
as $$
    insert into public.request_counts as counted (scope, subject, hour, used)
    values (p_scope, p_subject, date_trunc('hour', now()), least(1, p_limit + 1))
    on conflict on constraint request_counts_pkey do update
       set used = greatest(counted.used, least(counted.used + 1, p_limit + 1))
    returning used
$$;

-- How many messages an hour the client that is open has, one visitor of it, and one address. The address is a loose ring: hundreds of
-- people at a venue share one, but it shall not take all there is.
create function app.request_limits()
    returns table (of_client integer, of_visitor integer, of_address integer)
    language sql stable security definer set search_path = pg_catalog, pg_temp rows 1
as $$
    select l.requests_per_hour, 60, ceil(l.requests_per_hour * 0.8)::integer
      from public.clients c, app.limits_of(c.plan, c.requests_per_hour, c.documents_at_most) l
     where c.id = app.client_id()
$$;

-- Counts a visitor's message for the client that is open. The visitor comes first: one who asks too much shall not use up what the
-- client has for others. Until the transaction ends nobody else's message of the client is counted: it belongs at its end.
create function app.take_request(p_visitor text, p_address_hash text)
    returns table (limited_by text, requests_limit integer, remaining integer, resets_at timestamptz)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
declare
    of_client integer;
    of_visitor integer;
    of_address integer;
    used_by_visitor integer;
    used_by_client integer;
begin
    -- All that follows refers to it. Asked for now, because whoever deletes it takes it first and then what refers to it, too.
    perform from public.clients c where c.id = app.client_id() for key share;
    select l.of_client, l.of_visitor, l.of_address into of_client, of_visitor, of_address from app.request_limits() l;
    if not found then
        return;
    end if;
    resets_at := date_trunc('hour', now()) + interval '1 hour';

    used_by_visitor := app.count_request('visitor', app.client_id() || ' ' || p_visitor, of_visitor);
    if used_by_visitor > of_visitor then
        limited_by := 'visitor';
    elsif p_address_hash is not null and app.count_request('address', app.client_id() || ' ' || p_address_hash, of_address) > of_address then
        limited_by := 'address';
    else
        used_by_client := app.count_request('client', app.client_id()::text, of_client);
        if used_by_client > of_client then
            limited_by := 'client';
        end if;
    end if;
    -- Told is what ends first for this visitor.
    if limited_by is not null then
        requests_limit := case limited_by when 'client' then of_client when 'visitor' then of_visitor else of_address end;
        remaining := 0;
    elsif of_visitor - used_by_visitor < of_client - used_by_client then
        requests_limit := of_visitor;
        remaining := of_visitor - used_by_visitor;
    else
        requests_limit := of_client;
        remaining := of_client - used_by_client;
    end if;
    return next;
end
$$;

-- Whether a visitor's message would be taken, without counting it.
create function app.has_requests_left(p_visitor text, p_address_hash text)
    returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select not exists (
        select
          from app.request_limits() l,
               lateral (values ('visitor', app.client_id() || ' ' || p_visitor, l.of_visitor),
                               ('address', app.client_id() || ' ' || p_address_hash, l.of_address),
                               ('client', app.client_id()::text, l.of_client)) s (scope, subject, at_most)
          join public.request_counts r on r.scope = s.scope and r.subject = s.subject and r.hour = date_trunc('hour', now())
         where r.used >= s.at_most)
$$;

create function app.question_key(p_language text, p_question text)
    returns text
    language sql stable parallel safe
    return left(array_to_string(tsvector_to_array(to_tsvector(p_language::regconfig, p_question)), ' '), 500);

-- Forty steps of a quarter each, from 5 ms to about half a minute: percentiles that are right within an eighth.
create function app.latency_bucket(p_ms integer)
    returns integer
    language sql immutable parallel safe
    return least(40, greatest(1, 1 + floor(ln(greatest(p_ms, 1) / 5.0) / ln(1.25))))::integer;
create function app.latency_of_bucket(p_bucket integer)
    returns integer
    language sql immutable parallel safe
    return round(5.0 * power(1.25, p_bucket - 0.5))::integer;

create function app.usage_hour(p_at timestamptz)
    returns timestamptz
    language sql stable
    return date_trunc('hour', p_at, (select time_zone from public.clients where id = app.client_id()));

-- Who answers a client's visitors. `p_deployment`: who does where the client has nobody of its own.
create function app.answerer_of(p_settings answer_settings, p_deployment text)
    returns text
    language sql immutable parallel safe
    return case when (p_settings).answerer <> 'auto' then (p_settings).answerer
                when (p_settings).n8n_webhook_url is not null then 'n8n'
                when (p_settings).openai_model is not null
                     and ((p_settings).openai_api_key is not null or (p_settings).openai_base_url is not null) then 'openai'
                else p_deployment end;

-- What the search for an answer has to know, left for it in app.answerer and app.previous_question. It changes nothing, and the search
-- follows at once, in the same transaction but before app.begin_answer: that one makes the client's visitors wait for each other.
-- Nobody answers what is going to be refused, so that it costs no search.
create function app.prepare_answer(p_session_id uuid, p_visitor_id uuid, p_address_hash text, p_deployment text)
    returns void
    language plpgsql volatile
as $$
declare
    answerer text;
    previous_question text;
begin
    if app.has_requests_left(coalesce('v' || p_visitor_id, 's' || p_session_id), p_address_hash) then
        select app.answerer_of(s, p_deployment) into answerer
          from clients c
          left join answer_settings s on s.client_id = c.id
         where c.id = app.client_id();
    end if;
    select m.content into previous_question
      from conversations c
      join messages m on m.conversation_id = c.id
     where c.client_id = app.client_id() and c.session_id = p_session_id and c.visitor_id is not distinct from p_visitor_id
       and m.role = 'visitor'
     order by m.created_at desc, m.id
     limit 1;
    perform set_config('app.answerer', coalesce(answerer, ''), true), set_config('app.previous_question', coalesce(previous_question, ''), true);
end
$$;

-- Before the answer: counts the request, keeps the question, and gives what is needed to answer it. Nothing when no client is open;
-- a row without a conversation when a limit is reached, and then nothing is kept.
create function app.begin_answer(p_session_id uuid, p_visitor_id uuid, p_address_hash text, p_message_id uuid, p_message text,
                                 p_page text, p_history_at_most integer, p_deployment text)
    returns table (limited_by text, requests_limit integer, remaining integer, resets_at timestamptz,
                   conversation_id uuid, history jsonb, language text, answerer text, main_prompt text, tag_prompts jsonb,
                   n8n_webhook_url text, n8n_webhook_secret text, openai_base_url text, openai_api_key text, openai_model text)
    language plpgsql volatile
as $$
#variable_conflict use_column
declare
    client constant uuid := app.client_id();
    is_new boolean;
begin
    select t.limited_by, t.requests_limit, t.remaining, t.resets_at
      into limited_by, requests_limit, remaining, resets_at
      from app.take_request(coalesce('v' || p_visitor_id, 's' || p_session_id), p_address_hash) t;
    if not found then
        return;
    end if;
    if limited_by is not null then
        return next;
        return;
    end if;

    insert into conversations as c (client_id, session_id, visitor_id, page, messages)
    values (client, p_session_id, p_visitor_id, p_page, 1)
    on conflict on constraint conversations_session_unique do update
       set messages = c.messages + 1, last_message_at = now()
    returning c.id, c.messages = 1 into conversation_id, is_new;

    select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'content', left(m.content, 4000)) order by m.created_at, m.id), '[]')
      into history
      from (select m.id, m.role, m.content, m.created_at
              from messages m
             where m.conversation_id = begin_answer.conversation_id and (m.role = 'visitor' or m.content <> '')
             order by m.created_at desc, m.id desc
             limit p_history_at_most) m;

    select c.language,
           app.answerer_of(s, p_deployment),
           coalesce(s.main_prompt, ''), s.n8n_webhook_url, s.n8n_webhook_secret,
           s.openai_base_url, s.openai_api_key, s.openai_model
      into language, answerer, main_prompt, n8n_webhook_url, n8n_webhook_secret, openai_base_url, openai_api_key, openai_model
      from clients c
      left join answer_settings s on s.client_id = c.id
     where c.id = client;
    -- Tags that the question names; those of the documents that are found come with them.
    select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'prompt', t.prompt) order by lower(t.name)), '[]')
      into tag_prompts
      from tags t
     where t.client_id = client and t.prompt <> ''
       and to_tsvector(begin_answer.language::regconfig, p_message) @@ phraseto_tsquery(begin_answer.language::regconfig, t.name);

    insert into messages (id, conversation_id, client_id, role, content, page, question_key)
    values (p_message_id, begin_answer.conversation_id, client, 'visitor', p_message, p_page, app.question_key(begin_answer.language, p_message));
    insert into usage_hours as u (client_id, hour, conversations, messages)
    values (client, app.usage_hour(now()), is_new::integer, 1)
    on conflict on constraint usage_hours_pkey do update
       set conversations = u.conversations + excluded.conversations, messages = u.messages + 1;
    return next;
end
$$;

-- Opens the client of a conversation for this transaction, so that an answer can be kept whatever became of the key meanwhile. Both
-- stay until its end, and are taken in the order in which they are deleted.
create function app.open_conversation(p_conversation_id uuid)
    returns table (client_id uuid)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    select c.client_id into client_id from public.conversations c where c.id = p_conversation_id;
    perform from public.clients c where c.id = client_id for key share;
    perform from public.conversations c where c.id = p_conversation_id for key share;
    if found then
        perform set_config('app.client_id', client_id::text, true);
        return next;
    end if;
end
$$;

-- After the answer: keeps it and counts it. Nothing happens when the question is gone meanwhile, or when it was done before.
create function app.finish_answer(p_conversation_id uuid, p_message_id uuid, p_reply_to uuid, p_content text, p_sources jsonb,
                                  p_answerer text, p_outcome text, p_error_code text, p_first_chunk_ms integer, p_latency_ms integer,
                                  p_prompt_tokens integer, p_completion_tokens integer)
    returns void
    language plpgsql volatile
as $$
declare
    moment constant timestamptz := clock_timestamp();
    bucket constant integer := app.latency_bucket(p_latency_ms);
    is_answer constant boolean := p_outcome in ('complete', 'unknown');
begin
    insert into messages (id, conversation_id, client_id, role, content, created_at, reply_to, sources, answerer, outcome, error_code,
                          first_chunk_ms, latency_ms, prompt_tokens, completion_tokens)
    select p_message_id, c.id, c.client_id, 'assistant', p_content, moment, p_reply_to, p_sources, p_answerer,
           p_outcome, p_error_code, p_first_chunk_ms, p_latency_ms, p_prompt_tokens, p_completion_tokens
      from conversations c
     where c.id = p_conversation_id
    on conflict on constraint messages_pkey do nothing;
    if not found then
        return;
    end if;
    update conversations set messages = messages + 1, last_message_at = now() where id = p_conversation_id;
    insert into usage_hours (client_id, hour) values (app.client_id(), app.usage_hour(moment))
    on conflict on constraint usage_hours_pkey do nothing;
    update usage_hours
       set answers           = answers + is_answer::integer,
           unanswered        = unanswered + (is_answer and (p_outcome = 'unknown' or coalesce(p_sources, '[]') = '[]'))::integer,
           -- A visitor who leaves is no failure.
           failures          = failures + (not is_answer and p_error_code is distinct from 'visitor_left')::integer,
           prompt_tokens     = prompt_tokens + coalesce(p_prompt_tokens, 0),
           completion_tokens = completion_tokens + coalesce(p_completion_tokens, 0),
           latencies[bucket] = latencies[bucket] + is_answer::integer
     where client_id = app.client_id() and hour = app.usage_hour(moment);
end
$$;

-- A visitor's own rating of an answer in its own conversation; null takes it back. False when there is no such answer.
create function app.rate_answer(p_session_id uuid, p_visitor_id uuid, p_message_id uuid, p_rating smallint, p_comment text)
    returns boolean
    language plpgsql volatile
as $$
declare
    rated record;
begin
    select m.id, m.rating, m.created_at into rated
      from messages m
      join conversations c on c.id = m.conversation_id
     where m.id = p_message_id and m.role = 'assistant' and m.client_id = app.client_id()
       and c.session_id = p_session_id and c.visitor_id is not distinct from p_visitor_id
       for update of m;
    if not found then
        return false;
    end if;
    update messages set rating = p_rating, rating_comment = p_comment, rated_at = now() where id = rated.id;
    -- Missing when the client's time zone is another since.
    insert into usage_hours (client_id, hour) values (app.client_id(), app.usage_hour(rated.created_at))
    on conflict on constraint usage_hours_pkey do nothing;
    update usage_hours
       set ratings_up   = ratings_up + (p_rating is not distinct from 1)::integer - (rated.rating is not distinct from 1)::integer,
           ratings_down = ratings_down + (p_rating is not distinct from -1)::integer - (rated.rating is not distinct from -1)::integer
     where client_id = app.client_id() and hour = app.usage_hour(rated.created_at);
    return true;
end
$$;

-- Deletes up to `p_at_most` conversations in which nothing was said for longer than their client keeps them, and returns how many.
create function app.delete_expired_conversations(p_at_most integer)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.conversations
         where id = any (array(
            select v.id
              from public.clients c
              join public.conversations v on v.client_id = c.id and v.last_message_at < now() - c.retention_days * interval '1 day'
             where c.retention_days is not null
             limit least(greatest(p_at_most, 0), 10000)
               for update of v skip locked))
        returning 1
    )
    select count(*) from deleted
$$;

create function app.delete_expired_request_counts(p_at_most integer)
    returns bigint
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.request_counts
         where (scope, subject, hour) in (
            select r.scope, r.subject, r.hour
              from public.request_counts r
             where r.hour < date_trunc('hour', now())
             limit least(greatest(p_at_most, 0), 10000)
               for update skip locked)
        returning 1
    )
    select count(*) from deleted
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.open_key_for_page, app.request_limits, app.take_request, app.has_requests_left, app.question_key, app.latency_bucket, app.latency_of_bucket, app.usage_hour,
    app.answerer_of, app.prepare_answer, app.begin_answer, app.open_conversation, app.finish_answer, app.rate_answer, app.delete_expired_conversations,
    app.delete_expired_request_counts to conference_app;
