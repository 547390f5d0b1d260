-- Accounts, sessions, clients and what each has one of. Nine of ten clients have an owner of their own; the rest belong to agencies with up to 500.
do $$ begin perform setseed(0.2); end $$;
create unlogged table scale.client as
    select n, case when n <= single_owners then n else single_owners + 1 + (n - single_owners - 1) / 500 end as owner
      from scale.sizes, generate_series(1, clients) n;

insert into users (id, username, password)
select scale.id('user', owner), 'organiser' || owner || '@conference.example', 'no hash fits this'
  from (select distinct owner from scale.client) o
 order by owner;

insert into clients (id, user_id, name, public_api_key, allowed_domains, status, created_at, plan, time_zone)
select scale.id('client', n), scale.id('user', owner), 'Conference ' || n, 'pk_live_' || md5('key ' || n),
       case when n % 3 = 0 then '[]' else jsonb_build_array('conference' || n || '.example', '*.conference' || n || '.example') end,
       case n % 50 when 49 then 'paused' else 'active' end, now() - interval '2 years' + random() * interval '1 year',
       case when n <= 1000 then 'paid' else 'free' end, case n % 3 when 0 then 'UTC' when 1 then 'Europe/Berlin' else 'America/New_York' end
  from scale.client
 order by n;

insert into client_widgets (id, client_id, widget_name, suggested_questions)
select scale.id('widget', n), scale.id('client', n), 'Help of ' || n, array['Where is it?', 'When does it begin?']
  from scale.client
 order by n;

insert into answer_settings (client_id, main_prompt)
select scale.id('client', n), 'Answer briefly and kindly.' from scale.client where n % 2 = 0 order by n;

insert into identity_secrets (client_id, hint, inner_key, outer_key)
select scale.id('client', n), 'abcd', sha256(n::text::bytea) || sha256('inner'), sha256(n::text::bytea) || sha256('outer')
  from scale.client where n % 10 = 0 order by n;

insert into widget_logos (client_id, kind, content)
select scale.id('client', n), 'png', decode(string_agg(md5(n || ' ' || part), ''), 'hex')
  from scale.client, generate_series(1, 128) part where n % 20 = 0 group by n order by n;

insert into widget_sightings (client_id, origin, first_seen_at, last_seen_at)
select scale.id('client', n), 'https://page' || page || '.conference' || n || '.example', now() - interval '90 days', now() - random() * interval '2 days'
  from scale.client, generate_series(1, 3) page order by n, page;

-- Some users have hundreds of sessions, most about ten. One of twenty sessions is over.
insert into session (sid, sess, expire, created_at, user_agent)
select translate(encode(decode(md5('sid ' || s.n) || left(md5('dis ' || s.n), 16), 'hex'), 'base64'), '+/', '-_'),
       json_build_object('cookie', json_build_object('originalMaxAge', 604800000, 'expires', to_char(s.expire, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                                                     'secure', true, 'httpOnly', true, 'path', '/'),
                         'userId', scale.id('user', s.owner)),
       s.expire, s.expire - interval '7 days' - random() * interval '15 days', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  from (select n, 1 + floor(o.owners * random() ^ 1.5)::integer as owner,
               date_trunc('second', localtimestamp + case when n % 20 = 0 then -1 else 1 end * random() * interval '7 days') as expire
          from scale.sizes z, (select max(owner) as owners from scale.client) o, generate_series(1, z.sessions) n) s
 order by s.expire;
