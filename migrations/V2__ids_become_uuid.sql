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

-- Both sides of a foreign key must change together, so the keys make way and come back under their old names.
alter table clients        drop constraint if exists clients_user_id_users_id_fk;
alter table client_widgets drop constraint if exists client_widgets_client_id_clients_id_fk;

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
