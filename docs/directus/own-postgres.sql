-- Lets Directus log in and edit the knowledge of one client. Run it as the owner of the database, with a password and a client of your own;
-- psql, or the SQL editor of your provider, will do.

create role directus_editor login password 'choose a long one';
grant directus_editor to current_user;
create schema directus authorization directus_editor;

-- Once for each client that its people may edit.
select app.let_editor_see('directus_editor', '<client id>');
