-- Rows of every kind that an old database may hold. Hashes are by npm's bcrypt (cost 10); old_database.rs names passwords and cookies.

insert into users (id, username, password) values
    ('a0000000-0000-4000-8000-000000000001', 'ada', '$2b$10$7MfT8s0fqE28yDHaaaNzPeNZh5yZusszxsO.dEKDGxdExa8puk5kO'),
    ('a0000000-0000-4000-8000-000000000002', 'Ada', '$2a$10$buD6mrolkInbvAW/WVfXPuaA5LXLPkCh0uK1ceF6BjLuEgTyYrzQa'),
    ('a0000000-0000-4000-8000-000000000003', 'Ürsula 会議 🎤', '$2b$10$yS9EGyWNI6F0Lsqoyl.EtunMN5JKC6sz8B0AgzUPWbRBMBMeawdBS'),
    ('a0000000-0000-4000-8000-000000000004', 'longwinded', '$2b$10$WINNnsCUUO71xac835vJ1.1mMpGKEbD9Xq1KRfcDcp7/oqLN3Ylfq'),
    ('a0000000-0000-4000-8000-000000000005', 'loner', '$2a$10$58x5pu9Q3da3CpZ9tr0IZONZxi4jkTbB2XfRXCAvMlAXWODo38ZNe'),
    ('a0000000-0000-4000-8000-000000000006', 'oddity', '$2b$10$wjO3ctsxa5rnoDGS0xM2seTFIEdt3to3KWlDpWmMq2fiVha3sV0Yq');

-- Several clients a user, with and without widgets; every odd list of domains and every odd status.
insert into clients (id, user_id, name, public_api_key, allowed_domains, status, created_at) values
    ('c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'ada''s Dashboard', 'pk_live_ada_first',
     '["ada.example", "*.ada.example"]', 'active', '2024-02-29 23:59:59.999999'),
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'without a widget', 'pk_live_ada_second',
     '[]', 'active', '2024-03-01 00:00:00'),
    ('c0000000-0000-4000-8000-000000000003', 'a0000000-0000-4000-8000-000000000001', 'a thousand domains', 'pk_live_ada_third',
     (select jsonb_agg(format('d%s.example', i)) from generate_series(1, 1000) i), 'active', '2024-03-01 00:00:00.000001'),
    ('c0000000-0000-4000-8000-000000000004', 'a0000000-0000-4000-8000-000000000002', 'Konferenz „Größe“ 会議', 'pk_live_capital_ada',
     '[]', 'active', '2025-01-02 03:04:05.678901'),
    ('c0000000-0000-4000-8000-000000000005', 'a0000000-0000-4000-8000-000000000003', '', 'pk_live_ursula',
     '["http://localhost:3000"]', 'active', '1999-12-31 23:59:59.5'),
    ('c0000000-0000-4000-8000-000000000006', 'a0000000-0000-4000-8000-000000000004', 'paused', 'pk_live_paused',
     '[]', 'paused', '2025-01-02 03:04:05'),
    ('c0000000-0000-4000-8000-000000000007', 'a0000000-0000-4000-8000-000000000006', 'a text for a list', 'pk_live_odd_text',
     '"odd.example"', 'active', '2025-01-02 03:04:05'),
    ('c0000000-0000-4000-8000-000000000008', 'a0000000-0000-4000-8000-000000000006', 'an object for a list', 'pk_live_odd_object',
     '{"domain": "odd.example"}', 'active', '2025-01-02 03:04:05'),
    ('c0000000-0000-4000-8000-000000000009', 'a0000000-0000-4000-8000-000000000006', 'null for a list', 'pk_live_odd_null',
     'null', 'active', '2025-01-02 03:04:05'),
    ('c0000000-0000-4000-8000-00000000000a', 'a0000000-0000-4000-8000-000000000006', 'numbers in a list', 'pk_live_odd_numbers',
     '[1, 2.50, null, true, "odd.example"]', 'active', '2025-01-02 03:04:05'),
    ('c0000000-0000-4000-8000-00000000000b', 'a0000000-0000-4000-8000-000000000006', 'a status in capitals', 'pk_live_odd_capitals',
     '[]', 'ACTIVE', '9999-12-31 23:59:59.999999'),
    ('c0000000-0000-4000-8000-00000000000c', 'a0000000-0000-4000-8000-000000000006', 'no status', 'pk_live_odd_status',
     '[]', '', '2025-01-02 03:04:05');

insert into client_widgets (id, client_id, primary_color, "position", welcome_message, widget_name, created_at, updated_at) values
    ('d0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001', '#ff0000', 'bottom-left', 'Ask ada!', 'ada''s desk',
     '2024-02-29 23:59:59.999999', '2025-06-07 08:09:10.111213'),
    ('d0000000-0000-4000-8000-000000000004', 'c0000000-0000-4000-8000-000000000004', 'red', 'top', E'Zwei\nZeilen „ß“ 🎤', '',
     '2025-01-02 03:04:05.678901', '2025-01-02 03:04:05.678902');
insert into client_widgets (client_id)
    select id from clients where name in ('', 'a text for a list', 'paused');

-- Expiry as connect-pg-simple writes it: whole seconds of the database's clock.
insert into session (sid, sess, expire)
    select sid, replace(sess, 'EXPIRES', '2026-01-02T03:04:05.678Z')::json, date_trunc('second', localtimestamp) + expire
      from (values
    ('AdaSession000000000000000000000A',
     '{"cookie":{"originalMaxAge":604800000,"expires":"EXPIRES","secure":false,"httpOnly":true,"path":"/"},"userId":"a0000000-0000-4000-8000-000000000001"}',
     interval '3 days'),
    ('AdaCapital000000000000000000000B',
     '{"cookie":{"originalMaxAge":604800000,"expires":"EXPIRES","secure":true,"httpOnly":true,"path":"/"},"userId":"a0000000-0000-4000-8000-000000000002"}',
     interval '1 minute'),
    ('ExtraMembers0000000000000000000C',
     '{"flash":{"userId":"a0000000-0000-4000-8000-000000000006","text":"caf\u00e9 \ud83c\udfa4"}, "n":1.50,  "cookie":{"path":"/","originalMaxAge":604800000},"userId":"a0000000-0000-4000-8000-000000000003","list":[1,{"a":null}]}',
     interval '7 days'),
    ('NoMaxAge00000000000000000000000D',
     '{"cookie":{"originalMaxAge":null,"expires":null,"httpOnly":true,"path":"/"},"userId":"a0000000-0000-4000-8000-000000000005"}',
     interval '1 day'),
    ('Expired000000000000000000000000E',
     '{"cookie":{"originalMaxAge":604800000,"expires":"EXPIRES","httpOnly":true,"path":"/"},"userId":"a0000000-0000-4000-8000-000000000001"}',
     interval '-1 second'),
    ('Vanished00000000000000000000000F',
     '{"cookie":{"originalMaxAge":604800000,"expires":"EXPIRES","httpOnly":true,"path":"/"},"userId":"a0000000-0000-4000-8000-00000000dead"}',
     interval '3 days'),
    ('Anonymous0000000000000000000000G',
     '{"cookie":{"originalMaxAge":604800000,"expires":"EXPIRES","httpOnly":true,"path":"/"}}',
     interval '3 days')) as kept (sid, sess, expire);
