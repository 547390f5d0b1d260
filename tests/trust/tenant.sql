-- One of everything that a tenant may have. Each text says whose it is and where it stands, so that an answer with one of them tells what leaked.
-- :names stand for ids and for what belongs to this tenant alone.

update clients
   set allowed_domains = '["example.com", "*.wild.example", "https://exact.example", "https://:canary-allowed-domains.example"]',
       plan = 'paid', requests_per_hour = 100000, documents_at_most = 1000
 where id = :client;
update client_widgets
   set welcome_message = ':canary-welcome-message', widget_name = ':canary-widget-name', input_placeholder = ':canary-input-placeholder',
       suggested_questions = array[':canary-suggested-questions'], privacy_url = 'https://:canary-privacy-url.example/'
 where client_id = :client;
insert into widget_logos (client_id, kind, content)
values (:client, 'png', decode('89504e470d0a1a0a', 'hex') || convert_to(':canary-logo', 'UTF8'));
insert into widget_sightings (client_id, origin) values (:client, 'https://:canary-origin.example');
insert into answer_settings (client_id, answerer, main_prompt, n8n_webhook_url, n8n_webhook_secret, openai_base_url, openai_api_key, openai_model)
values (:client, 'built_in', ':canary-main-prompt', 'https://:canary-webhook-url.example/', ':canary-webhook-secret',
        'https://:canary-base-url.example/', ':canary-api-key', ':canary-model');

insert into documents (id, client_id, title, url, body, status, chunk_count)
values (:document, :client, 'Zanzibarium :canary-title', 'https://:canary-document-url.example/', ':canary-body', 'ready', 1);
insert into documents (client_id, title, file_name, object_key, size_bytes, kind, status, failure_code, failure)
values (:client, ':canary-file-title', ':canary-file-name', 'documents/:canary-object-key', 5, 'pdf', 'failed', ':canary-failure-code', ':canary-failure');
insert into deleted_objects (object_key) values ('documents/:canary-deleted-object');
update app.directus_items set seen = '{"title": ":canary-seen"}', file_key = ':canary-file-key', last_error = ':canary-last-error'
 where document_id = :document;
select set_config('app.client_id', :client::text, false);
select app.index_chunks(:document, 1,
    '[{"ordinal": 0, "heading": ":canary-heading", "content": "The zanzibarium is behind the :canary-content door.", "tokens": 9}]');
select set_config('app.client_id', '', false);

insert into tags (id, client_id, name, prompt) values (:tag, :client, ':canary-tag', ':canary-tag-prompt');
insert into document_tags (client_id, document_id, tag_id) values (:client, :document, :tag);
insert into client_tokens (id, client_id, name, token_hash, hint) values (:token, :client, ':canary-token', sha256(:token_value::bytea), ':canary-token-hint');
insert into identity_secrets (client_id, hint, inner_key, outer_key) values (:client, ':canary-identity-hint', :inner_key, :outer_key);

insert into conversations (id, client_id, session_id, visitor_id, page, user_id, user_name, messages)
values (:conversation, :client, :page_session, :visitor, 'https://:canary-visitor-page.example/', null, null, 2),
       (:users_conversation, :client, :page_session, :user_visitor, 'https://:canary-visitor-user-page.example/', ':canary-visitor-user', ':canary-visitor-user-name', 2);
insert into messages (id, conversation_id, client_id, role, content, page, question_key, reply_to, sources, answerer, outcome, error_code, rating, rating_comment, rated_at)
values (:question, :conversation, :client, 'visitor', 'Where is the zanzibarium? :canary-visitor-question', 'https://:canary-visitor-message-page.example/',
        ':canary-visitor-question-key', null, null, null, null, null, null, null, null),
       (:message, :conversation, :client, 'assistant', 'Zanzibarium: :canary-visitor-answer', null, null, :question,
        '[{"title": ":canary-visitor-sources"}]', 'built_in', 'unknown', null, 1, ':canary-visitor-rating-comment', now()),
       (:users_question, :users_conversation, :client, 'visitor', 'And the zanzibarium? :canary-visitor-user-question', null, null, null, null, null, null, null, null, null, null),
       (:users_message, :users_conversation, :client, 'assistant', 'Zanzibarium: :canary-visitor-user-answer', null, null, :users_question, null, 'built_in', 'complete', null, null, null, null);
insert into usage_hours (client_id, hour, conversations, messages, answers) values (:client, date_trunc('hour', now()), 2, 2, 2);
insert into request_counts (scope, subject, hour, used) values ('client', :client::text, date_trunc('hour', now()), 2);
update session set user_agent = ':canary-user-agent' where sess ->> 'userId' = :user::text;
-- Begun and not confirmed, so that nobody is asked for a code.
insert into second_factors (user_id, secret) values (:user, :factor);
insert into recovery_codes (user_id, hash) values (:user, sha256(':canary-recovery-code'));
