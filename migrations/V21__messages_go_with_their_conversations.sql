-- What takes long where tables are large (docs/SCALING.md). In a transaction that holds nothing but these two, so that only writers of messages wait
-- for it, and nobody in a circle.

-- V18 looks at new chunks only. Holds up nobody.
alter table chunks
    validate constraint chunks_document_id_fk;

-- Deleting a conversation deletes its messages by both columns. Without an index of both Postgres looks up all messages of the client, too, and
-- takes what both lists have. Whoever writes a message waits while it is made: where there are millions, make it before the migration, with
-- `create index concurrently` and the same name. What is there is left as it is.
create index if not exists messages_conversation_id_client_id_idx on messages (conversation_id, client_id);
