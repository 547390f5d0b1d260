-- An answer names its question by the id alone, and a client may write any id there: who knew that of another client's question could have read it
-- among the own ratings, because this function runs as the owner.

-- As before, and the question is of the same client. What visitors said of answers on these days, newest first, those with a comment before the others.
create or replace function app.rated_answers(p_client_id uuid, p_from date, p_to date, p_length interval, p_at_most integer)
    returns table (conversation_id uuid, message_id uuid, question text, answer text, rating integer, comment text, rated_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select m.conversation_id, m.id, left(q.content, 500), left(m.content, 500), m.rating, m.rating_comment, m.rated_at
      from (select m.*
              from app.days_of_client(p_client_id, p_from, p_to, p_length, false) a
              join public.messages m on m.client_id = a.client_id and m.rated_at >= a.starts_at and m.rated_at < a.ends_at
             where m.rating is not null
             order by (m.rating_comment is not null) desc, m.rated_at desc
             limit p_at_most) m
      left join public.messages q on q.id = m.reply_to and q.client_id = m.client_id
     order by (m.rating_comment is not null) desc, m.rated_at desc
$$;
