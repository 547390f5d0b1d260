-- Takes over the tables of the server this replaces, in place, or builds them in an empty database.
-- Nothing is dropped and no row is touched but for the type of its ids, so that the old server can run on beside us.

-- What follows makes a schema of this name, and must not find somebody else's.
do $$
begin
    if exists (select from pg_namespace where nspname = 'app') then
        raise exception 'this database has a schema named "app" already, which is not ours: rename it, then migrate again';
    end if;
end
$$;

create table if not exists users (
    id        varchar not null default gen_random_uuid(),
    username  text    not null,
    password  text    not null,
    constraint users_pkey primary key (id),
    constraint users_username_unique unique (username)
);

create table if not exists clients (
    id              varchar   not null default gen_random_uuid(),
    user_id         varchar   not null,
    name            text      not null,
    public_api_key  varchar   not null,
    allowed_domains jsonb     not null default '[]',
    status          varchar   not null default 'active',
    created_at      timestamp not null default now(),
    constraint clients_pkey primary key (id),
    constraint clients_public_api_key_unique unique (public_api_key)
);

create table if not exists client_widgets (
    id              varchar   not null default gen_random_uuid(),
    client_id       varchar   not null,
    primary_color   varchar   not null default '#3b82f6',
    "position"      varchar   not null default 'bottom-right',
    welcome_message text      not null default 'Hi! How can I help?',
    widget_name     varchar   not null default 'Support',
    created_at      timestamp not null default now(),
    updated_at      timestamp not null default now(),
    constraint client_widgets_pkey primary key (id),
    constraint client_widgets_client_id_unique unique (client_id)
);

-- As connect-pg-simple makes it; it may be missing in an old database that nobody ever logged in to.
create table if not exists session (
    sid    varchar      not null,
    sess   json         not null,
    expire timestamp(6) not null,
    constraint session_pkey primary key (sid)
);
create index if not exists "IDX_session_expire" on session (expire);
