-- Who a visitor is, where the organiser's own site says so and proves it: HMAC-SHA256 of the user's id, with a secret that the client and
-- that site share (RFC 2104). Postgres checks it, in the round trip that opens the client's key.

create table identity_secrets (
    client_id          uuid        not null,
    -- The secret's last characters.
    hint               text        not null,
    created_at         timestamptz not null default now(),
    -- The key, padded and mixed as HMAC wants it, once for each of its two hashes.
    inner_key          bytea       not null,
    outer_key          bytea       not null,
    -- Those of the secret before, which is good until then.
    previous_inner_key bytea,
    previous_outer_key bytea,
    previous_until     timestamptz,
    constraint identity_secrets_pkey primary key (client_id),
    constraint identity_secrets_client_id_fk foreign key (client_id) references clients (id) on delete cascade,
    constraint identity_secrets_keys_are_padded check (octet_length(inner_key) = 64 and octet_length(outer_key) = 64)
);

alter table identity_secrets enable row level security;
revoke all on identity_secrets from public, conference_app;
-- Requests write keys and never read one.
grant select (client_id, hint, created_at, previous_until), insert (client_id, hint, inner_key, outer_key),
      update (hint, created_at, inner_key, outer_key), delete on identity_secrets to conference_app;
create policy identity_secrets_of_the_user on identity_secrets to conference_app
    using (client_id = any (array(select own.id from app.own_clients() own (id)))) with check (client_id = any (array(select own.id from app.own_clients() own (id))));

-- Whoever replaces a secret has three days to tell their own server.
create function app.keep_previous_identity_secret()
    returns trigger
    language plpgsql volatile
as $$
begin
    new.previous_inner_key := old.inner_key;
    new.previous_outer_key := old.outer_key;
    new.previous_until := now() + interval '72 hours';
    return new;
end
$$;
create trigger identity_secrets_replaced before update of inner_key, outer_key on identity_secrets
    for each row execute function app.keep_previous_identity_secret();

-- Where there is none nobody could prove anything: a widget that asked for a login would answer no one.
create function app.has_identity_secret(p_client_id uuid)
    returns boolean
    language sql stable parallel safe
    return exists (select from public.identity_secrets i where i.client_id = p_client_id);

-- Whether the client's secret, or the one before while it is good, has made this hash. Compared are hashes of both, so that the time it takes
-- tells nothing of the right one. For the function below, never for the application role.
create function app.is_identity(p_client_id uuid, p_user_id text, p_hash bytea)
    returns boolean
    language sql stable set search_path = pg_catalog, pg_temp
as $$
    select coalesce(bool_or(sha256(sha256(k.outer_key || sha256(k.inner_key || convert_to(p_user_id, 'UTF8')))) = sha256(p_hash)), false)
      from public.identity_secrets i
     cross join lateral (values (i.inner_key, i.outer_key, 'infinity'), (i.previous_inner_key, i.previous_outer_key, i.previous_until))
             k (inner_key, outer_key, good_until)
     where i.client_id = p_client_id and k.inner_key is not null and k.good_until > now()
$$;

-- Opens a client by its public key as app.open_key_for_page does, but only for a visitor who may use it: not for one whose identity is wrong, and where
-- the widget asks for a login, only for one whose identity is proved. `identity`: 'none' when no user is named, 'verified', 'wrong'. Who is
-- verified is left in app.visitor_user_id and app.visitor_user_name for what follows in the same transaction.
create function app.open_key_for_visitor(p_key text, p_page_entries text[], p_user_id text, p_user_name text, p_hash bytea)
    returns table (client_id uuid, status text, allowed_domains jsonb, identity text, login_required boolean)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
as $$
begin
    for client_id, status, allowed_domains, login_required in
        select c.id, c.status, c.allowed_domains, coalesce(w.require_login, false)
          from public.clients c
          left join public.client_widgets w on w.client_id = c.id
         where c.public_api_key = p_key
    loop
        identity := case when p_user_id is null then 'none'
                         when app.is_identity(open_key_for_visitor.client_id, p_user_id, p_hash) then 'verified'
                         else 'wrong' end;
        if status = 'active' and (p_page_entries is null
                                  or jsonb_typeof(allowed_domains) <> 'array'
                                  or allowed_domains = '[]'
                                  or allowed_domains ?| p_page_entries)
           and (identity = 'verified' or identity = 'none' and not login_required) then
            perform set_config('app.client_id', client_id::text, true);
            if identity = 'verified' then
                perform set_config('app.visitor_user_id', p_user_id, true), set_config('app.visitor_user_name', coalesce(p_user_name, ''), true);
            end if;
        end if;
        return next;
    end loop;
end
$$;

alter table conversations
    -- The user of the organiser's site, when that has proved it. Such a conversation has a visitor_id that is made of this.
    add column user_id   text,
    -- As the page gave it.
    add column user_name text,
    add constraint conversations_user_id_length check (char_length(user_id) between 1 and 200),
    add constraint conversations_user_name_length check (char_length(user_name) between 1 and 200);
create index conversations_client_id_user_id_idx on conversations (client_id, user_id) where user_id is not null;

-- As before, and notes who the visitor is.
create or replace function app.begin_answer(p_session_id uuid, p_visitor_id uuid, p_address_hash text, p_message_id uuid, p_message text,
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

    insert into conversations as c (client_id, session_id, visitor_id, page, messages, user_id, user_name)
    values (client, p_session_id, p_visitor_id, p_page, 1,
            nullif(current_setting('app.visitor_user_id', true), ''), nullif(current_setting('app.visitor_user_name', true), ''))
    on conflict on constraint conversations_session_unique do update
       set messages = c.messages + 1, last_message_at = now(), user_name = coalesce(excluded.user_name, c.user_name)
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

-- What is needed to answer a question as a visitor's would be, for one of the signed-in user's clients. Who answers is left in app.answerer, for the
-- search that follows in the same transaction. Nothing of it is kept, and it counts for nothing but the user's own limit: each test that asks somebody
-- else costs whoever pays them, and is a request that we send to an address of the user's choice.
create function app.prepare_answer_test(p_client_id uuid, p_question text, p_deployment text, p_at_most integer)
    returns table (is_limited boolean, resets_at timestamptz, language text, answerer text, main_prompt text, tag_prompts jsonb,
                   n8n_webhook_url text, n8n_webhook_secret text, openai_base_url text, openai_api_key text, openai_model text)
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp rows 1
as $$
#variable_conflict use_column
begin
    select c.language, app.answerer_of(s, p_deployment), coalesce(s.main_prompt, ''), s.n8n_webhook_url, s.n8n_webhook_secret,
           s.openai_base_url, s.openai_api_key, s.openai_model
      into language, answerer, main_prompt, n8n_webhook_url, n8n_webhook_secret, openai_base_url, openai_api_key, openai_model
      from public.clients c
      left join public.answer_settings s on s.client_id = c.id
     where c.id = p_client_id and c.user_id = app.user_id();
    if not found then
        perform set_config('app.answerer', '', true);
        return;
    end if;
    is_limited := answerer <> 'built_in' and app.count_request('answer_test', app.user_id()::text, p_at_most) > p_at_most;
    resets_at := date_trunc('hour', now()) + interval '1 hour';
    select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'prompt', t.prompt) order by lower(t.name)), '[]')
      into tag_prompts
      from public.tags t
     where t.client_id = p_client_id and t.prompt <> ''
       and to_tsvector(prepare_answer_test.language::regconfig, p_question)
           @@ phraseto_tsquery(prepare_answer_test.language::regconfig, t.name);
    perform set_config('app.answerer', case when is_limited then '' else answerer end, true);
    return next;
end
$$;

-- As before, with the user of each conversation; a search finds users, too. What ran before this migration reads it as ever.
drop function app.find_conversations(uuid, text, date, date, integer, boolean, text, timestamptz, uuid, integer);
create function app.find_conversations(p_client_id uuid, p_search text, p_from date, p_to date, p_rating integer, p_is_unanswered boolean,
                                       p_page text, p_after_at timestamptz, p_after_id uuid, p_at_most integer)
    returns table (id uuid, title text, page text, messages integer, unanswered bigint, ratings_up bigint, ratings_down bigint,
                   started_at timestamptz, last_message_at timestamptz, user_id text, user_name text)
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
                   and (words is null or c.id in (
                        select m.conversation_id from public.messages m
                         where m.client_id = p_client_id and app.words_of_client(m.client_id, m.search) @@ words
                        union all
                        select v.id from public.conversations v
                         where v.client_id = p_client_id and v.user_id is not null
                           and position(lower(p_search) in lower(v.user_id || ' ' || coalesce(v.user_name, ''))) > 0))
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

-- As before, with what the user of a message's conversation takes to send.
create or replace function app.export_end(p_client_id uuid, p_from date, p_to date, p_after_at timestamptz, p_after_id uuid,
                                          p_bytes_at_most integer)
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
                   sum(m.size + coalesce(v.size, 0)) over in_order as total
              from (select m.created_at, m.id, m.conversation_id, app.size_of_message(m) as size
                      from public.messages m
                     where m.client_id = p_client_id
                       and m.created_at >= coalesce(p_after_at, p_from::timestamp at time zone zone, '-infinity')
                       and m.created_at >= coalesce(p_from::timestamp at time zone zone, '-infinity')
                       and (p_after_at is null or (m.created_at, m.id) > (p_after_at, p_after_id))
                       and m.created_at < coalesce((p_to + 1)::timestamp at time zone zone, 'infinity')
                     order by m.created_at, m.id
                     limit p_bytes_at_most / 700 + 2) m
              -- Those of users are few, and have an index of their own.
              left join (select v.id, app.size_of_text(v.user_id) + app.size_of_text(v.user_name) as size
                           from public.conversations v
                          where v.client_id = p_client_id and v.user_id is not null) v on v.id = m.conversation_id
            window in_order as (order by m.created_at, m.id)
        )
        select e.created_at, e.id, not exists (select from sized s where s.number > e.number)
          from (select null) nothing
          left join (select * from sized s where s.total <= p_bytes_at_most or s.number = 1 order by s.number desc limit 1) e on true;
end
$$;

revoke execute on all functions in schema app from public;
grant execute on function app.has_identity_secret, app.open_key_for_visitor, app.prepare_answer_test, app.find_conversations to conference_app;
