-- Ids turn from text into uuid where they stand (both servers made them with gen_random_uuid()), and owners get to delete:
-- removing a user or a client takes what belongs to it along. Old programs go on reading and writing ids as text.

-- An id that is no UUID was made by neither server. Stop before anything changes, and say where it is.
do $$
declare
    a_uuid constant text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
    ids constant text[][] := array[['users', 'id'], ['clients', 'id'], ['clients', 'user_id'],
                                   ['client_widgets', 'id'], ['client_widgets', 'client_id']];
    odd bigint;
begin
    for i in 1 .. array_length(ids, 1) loop
        execute format('select count(*) from %I where %I::text !~ %L', ids[i][1], ids[i][2], a_uuid) into odd;
        if odd > 0 then
            raise exception '% row(s) of table % have a value in column % that is not a lower-case UUID: correct them, then migrate again',
                odd, ids[i][1], ids[i][2];
        end if;
    end loop;
end
$$;

-- Both sides of a foreign key must change together, so the keys make way and come back under the old server's names. Names that
-- Postgres chose when somebody made the tables by hand are brought into line: the code refers to constraints by name.
do $$
declare
    found record;
begin
    for found in
        select conrelid::regclass as of_table, conname
          from pg_constraint
          join pg_attribute a on a.attrelid = conrelid and conkey = array[a.attnum]
         where contype = 'f'
           and (conrelid, a.attname, confrelid) in (('public.clients'::regclass, 'user_id', 'public.users'::regclass),
                                                    ('public.client_widgets'::regclass, 'client_id', 'public.clients'::regclass))
    loop
        execute format('alter table %s drop constraint %I', found.of_table, found.conname);
    end loop;
    for found in
        select c.conrelid::regclass as of_table, c.conname, named.wanted
          from (values ('public.users'::regclass, 'username', 'users_username_unique'),
                       ('public.clients', 'public_api_key', 'clients_public_api_key_unique'),
                       ('public.client_widgets', 'client_id', 'client_widgets_client_id_unique'))
               as named (of_table, of_column, wanted)
          join pg_attribute a on a.attrelid = named.of_table and a.attname = named.of_column
          join pg_constraint c on c.contype = 'u' and c.conrelid = named.of_table and c.conkey = array[a.attnum]
         where c.conname <> named.wanted
           and not exists (select from pg_constraint o where o.conrelid = c.conrelid and o.conname = named.wanted)
    loop
        execute format('alter table %s rename constraint %I to %I', found.of_table, found.conname, found.wanted);
    end loop;
end
$$;

alter table users
    alter column id drop default,
    alter column id type uuid using id::uuid,
    alter column id set default gen_random_uuid();

alter table clients
    alter column id drop default,
    alter column id type uuid using id::uuid,
    alter column id set default gen_random_uuid(),
    alter column user_id type uuid using user_id::uuid;

alter table client_widgets
    alter column id drop default,
    alter column id type uuid using id::uuid,
    alter column id set default gen_random_uuid(),
    alter column client_id type uuid using client_id::uuid;

alter table clients
    add constraint clients_user_id_users_id_fk
    foreign key (user_id) references users (id) on delete cascade;
alter table client_widgets
    add constraint client_widgets_client_id_clients_id_fk
    foreign key (client_id) references clients (id) on delete cascade;

create index if not exists clients_user_id_idx on clients (user_id);
-- New names are unique without regard to case; old ones may not be, so this index cannot be a unique one.
create index if not exists users_lower_username_idx on users (lower(username));
