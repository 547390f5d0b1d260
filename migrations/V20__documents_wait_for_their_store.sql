-- A store of files that is away is no fault of the documents in it: for a day they wait without having used up one of their tries.
alter table documents
    -- Since when its file cannot be fetched; means nothing under another failure_code than 'store_away'.
    add column store_away_since timestamptz;

-- As before, with that difference.
create or replace function app.postpone_document(p_document_id uuid, p_revision integer, p_claim uuid, p_delay_s integer, p_failure_code text,
                                                 p_failure text)
    returns boolean
    language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
    with waiting as (
        select d.id, case when d.failure_code = 'store_away' then coalesce(d.store_away_since, now()) else now() end as since
          from public.documents d
         where d.id = p_document_id and d.revision = p_revision and d.claim = p_claim
           for update
    ), postponed as (
        update public.documents d
           set queued_at = now() + p_delay_s * interval '1 second', failure_code = p_failure_code, failure = p_failure,
               claimed_until = null, claim = null, store_away_since = w.since,
               attempts = case when p_failure_code = 'store_away' and w.since > now() - interval '1 day' then greatest(d.attempts - 1, 0)
                               else d.attempts end
          from waiting w
         where d.id = w.id
        returning 1
    )
    select exists (select from postponed)
$$;
