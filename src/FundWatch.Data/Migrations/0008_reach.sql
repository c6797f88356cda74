-- How far a limit reaches. Abroad (region 000000) a limit has a value only where it is meant for abroad, or where it is one of method: not of a
-- rule of law, without a document behind it, and not a sum in yuan.
create or replace function rule.param(for_rule text, param_name text, region text, event_on date) returns numeric
language sql stable parallel safe as $$
    select value from rule.parameter p
    where p.rule_id = for_rule and p.name = param_name
      and (region is distinct from '000000' or p.region_prefix = '000000'
           or p.source_doc is null and p.unit <> 'yuan'
              and not exists (select from rule.catalogue c where c.rule_id = for_rule and c.kind = 'deterministic'))
      and starts_with(coalesce(region, ''), p.region_prefix)
      and p.valid_from <= coalesce(event_on, date '9999-12-31')
      and (p.valid_to is null or p.valid_to > coalesce(event_on, date '9999-12-31'))
    order by length(p.region_prefix) desc, p.valid_from desc
    limit 1
$$;

create or replace function rule.limits(for_rule text, regions text[])
returns table (region_code text, valid_from date, valid_to date, p jsonb)
language sql stable parallel safe as $$
    with region as (
        select distinct code from unnest(regions) code
        where code is not null
          and (code <> '000000' or not exists (select from rule.catalogue c where c.rule_id = for_rule and c.kind = 'deterministic')
               or exists (select from rule.parameter a where a.rule_id = for_rule and a.region_prefix = '000000'))),
    start as (
        select distinct r.code, d.since
        from region r
        join rule.parameter q on q.rule_id = for_rule and starts_with(r.code, q.region_prefix)
        cross join lateral (values (q.valid_from), (q.valid_to)) d (since)
        where d.since is not null),
    span as (
        select code, since, lead(since, 1, date 'infinity') over (partition by code order by since) as until from start),
    name as (
        select distinct q.name from rule.parameter q where q.rule_id = for_rule)
    select code, since, until, jsonb_object_agg(name, rule.param(for_rule, name, code, since))
    from span cross join name
    group by code, since, until
$$;

-- Where and when all the limits of a rule that are meant for the whole country have a value. Limits of single places are additions to these.
create function rule.reach(for_rule text, is_law boolean)
returns table (abroad boolean, since date, until date)
language sql stable parallel safe as $$
    select coalesce(bool_and(n.abroad), not is_law), max(n.since), min(n.until)
    from (select bool_or(region_prefix = '000000' or not is_law and source_doc is null and unit <> 'yuan') as abroad,
                 min(valid_from) as since, max(coalesce(valid_to, date 'infinity')) as until
          from rule.parameter
          where rule_id = for_rule and region_prefix in ('', '000000') and valid_to is distinct from valid_from
          group by name) n
$$;

-- Answers at once that nothing is abroad, which is what most stores hold.
create index on record.reception (org_code) where region_code = '000000';
create index on record.subsidy (application_id) where region_code = '000000';
create index on record.project (project_id) where region_code = '000000';
create index on record.meal_purchase (school_code) where region_code = '000000';
create index on record.organisation (org_code) where region_code = '000000';
