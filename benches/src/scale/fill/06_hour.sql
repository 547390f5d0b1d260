-- What belongs to an hour: counts of this one, and of some before that nobody has deleted yet.
insert into request_counts (scope, subject, hour, used)
select case when n % 10 = 0 then 'client' else 'visitor' end,
       case when n % 10 = 0 then scale.id('client', 1 + n)::text else scale.id('client', 1 + n % clients) || ' v' || scale.id('visitor', n) end,
       date_trunc('hour', now()) - h * interval '1 hour', 1 + n % 7
  from scale.sizes, generate_series(0, 3) h, generate_series(0, clients - 1) n
on conflict do nothing;
