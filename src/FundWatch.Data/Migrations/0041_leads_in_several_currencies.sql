-- The money of a lead in several currencies is not added up: `currency` names them in the order of their codes, yuan first (CNY+HKD), `amounts` has the sum in each, and amount_at_stake is 0.
alter table review.lead drop constraint lead_currency_check, add constraint lead_currency_check check (currency ~ '^[A-Z]{3}(\+[A-Z]{3})*$'), add column amounts numeric(18,2)[];
