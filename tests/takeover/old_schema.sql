-- The tables as the old server's tools made them (drizzle-kit push, connect-pg-simple), constraint names included.

create table users (
    id varchar primary key default gen_random_uuid(),
    username text not null,
    password text not null,
    constraint users_username_unique unique (username)
);
create table clients (
    id varchar primary key default gen_random_uuid(),
    user_id varchar not null,
    name text not null,
    public_api_key varchar not null,
    allowed_domains jsonb not null default '[]',
    status varchar not null default 'active',
    created_at timestamp not null default now(),
    constraint clients_public_api_key_unique unique (public_api_key)
);
create table client_widgets (
    id varchar primary key default gen_random_uuid(),
    client_id varchar not null,
    primary_color varchar not null default '#3b82f6',
    "position" varchar not null default 'bottom-right',
    welcome_message text not null default 'Hi! How can I help?',
    widget_name varchar not null default 'Support',
    created_at timestamp not null default now(),
    updated_at timestamp not null default now(),
    constraint client_widgets_client_id_unique unique (client_id)
);
alter table clients add constraint clients_user_id_users_id_fk
    foreign key (user_id) references users (id) on delete no action on update no action;
alter table client_widgets add constraint client_widgets_client_id_clients_id_fk
    foreign key (client_id) references clients (id) on delete no action on update no action;

create table session (
    sid varchar not null collate "default",
    sess json not null,
    expire timestamp(6) not null
) with (oids = false);
alter table session add constraint session_pkey primary key (sid) not deferrable initially immediate;
create index "IDX_session_expire" on session (expire);
