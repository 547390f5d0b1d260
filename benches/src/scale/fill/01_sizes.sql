-- How much of everything, and what the rest is made of. `{factor}` is 1 for the whole: 100 000 clients.
create schema scale;
create table scale.sizes as
    select s.*, greatest(s.clients * 9 / 10, 1) as single_owners
      from (select greatest(round(100000 * {factor}), 40)::integer as clients,
                   greatest(round(1000000 * {factor}), 400)::integer as sessions,
                   -- Four messages each on average.
                   greatest(round(2520000 * {factor}), 1000)::integer as conversations,
                   greatest(round(1000000 * {factor}), 400)::integer as chunks,
                   -- So many of the clients have documents.
                   greatest(round(5000 * {factor}), 20)::integer as readers,
                   12000 as words,
                   greatest(round(20000 * least({factor} * 10, 1)), 500)::integer as questions,
                   greatest(round(20000 * least({factor} * 10, 1)), 500)::integer as answers,
                   greatest(round(40000 * least({factor} * 10, 1)), 500)::integer as paragraphs) s;

-- Ids that can be computed anew wherever they are needed.
create function scale.id(p_kind text, p_number bigint, p_part bigint default 0)
    returns uuid
    language sql immutable parallel safe
    return md5(p_kind || ' ' || p_number || ' ' || p_part)::uuid;

-- Of `p_of` kinds the first ones are the most frequent, as words are in a language.
create function scale.skewed(p_of integer)
    returns integer
    language sql volatile
    return floor(exp(random() * ln(p_of)))::integer;

-- How the first takes most and a long tail little: the share of the one in place `p_rank`.
create function scale.share(p_total double precision, p_rank integer, p_of integer)
    returns integer
    language sql immutable
    return greatest(round(p_total / (ln(p_of) + 0.577) / p_rank), 1)::integer;
