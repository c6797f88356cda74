-- What the purpose of a reception says of the rules that it follows. A word that names the field of the host's or the guest's own office tells what the office
-- does, not what the visit was for: a commerce bureau writes 商务 before every inspection, a seismological bureau 地震 before every meeting.

-- Foreign affairs and business, which follow rules of their own.
create function rule.is_foreign_or_business(purpose text, host text, guest text) returns boolean language sql immutable parallel safe
    return coalesce(purpose ~ '外宾|外商|客商|港商|台商|侨商|(外事|商务)(接待|活动|洽谈|宴请|谈判|会谈|会见)|招商(引资|推介|洽谈|接待)'
        or (purpose ~ '外事' and concat(host, guest) !~ '外事|外办')
        or (purpose ~ '商务' and concat(host, guest) !~ '商务')
        or (purpose ~ '招商' and concat(host, guest) !~ '招商|投资促进'), false);

-- Emergencies, in which nobody waits for a letter or a weekday.
create function rule.is_emergency(purpose text, host text, guest text) returns boolean language sql immutable parallel safe
    return coalesce(purpose ~ '抢险|救灾|抗洪|灭火|救援|应急处置'
        or (purpose ~ '防汛|抗旱|森林火灾' and concat(host, guest) !~ '防汛|抗旱|防火')
        or (purpose ~ '地震|疫情|事故' and concat(host, guest) !~ '地震|疾病|疾控|应急|安全生产|安监|消防'), false);

revoke all on function rule.is_foreign_or_business(text, text, text), rule.is_emergency(text, text, text) from public;
grant execute on function rule.is_foreign_or_business(text, text, text), rule.is_emergency(text, text, text) to fundwatch_rules, fundwatch_app;
