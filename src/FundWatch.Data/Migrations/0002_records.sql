-- One table per stream of the data contract (Records/columns.csv in FundWatch.Core). Personal data is stored as its token (see vault).
-- Every table carries where the row came from, the hash of its values and since when FundWatch knows it.

-- reception
create table record.reception (
    reception_id      text not null,
    org_code          text not null,
    org_name          text not null,
    region_code       text not null,
    org_level         text,
    sector            text,
    reception_date    date not null,
    letter_no         text,
    letter_date       date,
    guest_org_name    text,
    guest_org_code    text,
    guest_region_code text,
    purpose           text,
    guest_count       integer not null,
    accompany_count   integer,
    meal_count        integer,
    meal_type         text,
    venue_name        text,
    venue_type        text,
    standard_per_head numeric(18,2),
    meal_amount       numeric(18,2) not null,
    lodging_amount    numeric(18,2),
    alcohol_amount    numeric(18,2),
    other_amount      numeric(18,2),
    total_amount      numeric(18,2) not null,
    payment_method    text,
    payee_name        text,
    payee_account     text,
    reimbursed_on     date,
    handler           text,
    approver          text,
    voucher_no        text,
    invoice_no        text,
    source_id         integer not null,
    batch_id          bigint not null,
    line_no           bigint not null,
    row_hash          uuid not null,
    warnings          text[],
    recorded_from     timestamptz not null,
    primary key (reception_id, source_id)
);
create index on record.reception using brin (recorded_from);
create index on record.reception (org_code);
create index on record.reception (guest_org_code);
select fw.keep_history('reception');

-- canteen_payment
create table record.canteen_payment (
    payment_id          text not null,
    canteen_code        text not null,
    canteen_region_code text,
    paid_at             timestamptz not null,
    amount              numeric(18,2) not null,
    payer_id            text,
    payer_org_name      text,
    payer_kind          text,
    letter_no           text,
    meal_type           text,
    source_id           integer not null,
    batch_id            bigint not null,
    line_no             bigint not null,
    row_hash            uuid not null,
    warnings            text[],
    recorded_from       timestamptz not null,
    primary key (payment_id, source_id, paid_at)
) partition by range (paid_at);
create table record.canteen_payment_other partition of record.canteen_payment default;
create index on record.canteen_payment using brin (recorded_from);
select fw.keep_history('canteen_payment');

-- subsidy
create table record.subsidy (
    application_id     text not null,
    programme_code     text,
    programme_name     text not null,
    programme_kind     text,
    funding_level      text,
    department_code    text,
    department_name    text not null,
    applicant_code     text not null,
    applicant_name     text not null,
    region_code        text not null,
    industry_code      text,
    established_on     date,
    registered_capital numeric(18,2),
    insured_count      integer,
    legal_rep          text,
    phone              text,
    address            text,
    bank_account       text,
    intermediary_name  text,
    project_title      text,
    project_summary    text,
    applied_on         date not null,
    applied_amount     numeric(18,2) not null,
    accepted_on        date,
    reviewed_on        date,
    publicised_on      date,
    approved_on        date,
    approver           text,
    reviewer           text,
    approved_amount    numeric(18,2),
    disburse_due_on    date,
    disbursed_on       date,
    disbursed_amount   numeric(18,2),
    payee_name         text,
    payee_account      text,
    source_id          integer not null,
    batch_id           bigint not null,
    line_no            bigint not null,
    row_hash           uuid not null,
    warnings           text[],
    recorded_from      timestamptz not null,
    primary key (application_id, source_id)
);
create index on record.subsidy using brin (recorded_from);
create index on record.subsidy (applicant_code);
create index on record.subsidy (department_code);
select fw.keep_history('subsidy');

-- fund_use
create table record.fund_use (
    use_id         text not null,
    application_id text not null,
    used_on        date not null,
    amount         numeric(18,2) not null,
    category       text,
    purpose        text,
    payee_name     text,
    payee_account  text,
    invoice_no     text,
    source_id      integer not null,
    batch_id       bigint not null,
    line_no        bigint not null,
    row_hash       uuid not null,
    warnings       text[],
    recorded_from  timestamptz not null,
    primary key (use_id, source_id)
);
create index on record.fund_use using brin (recorded_from);
create index on record.fund_use (application_id);
select fw.keep_history('fund_use');

-- project
create table record.project (
    project_id           text not null,
    project_name         text not null,
    owner_code           text,
    owner_name           text not null,
    region_code          text not null,
    sector               text,
    project_kind         text,
    location             text,
    area_mu              numeric(18,4),
    approved_on          date,
    budget_amount        numeric(18,2),
    tender_method        text,
    control_price        numeric(18,2),
    tender_notice_on     date,
    bid_deadline         timestamptz,
    bid_opened_at        timestamptz,
    agency_name          text,
    awarded_on           date,
    award_amount         numeric(18,2),
    supplier_code        text,
    supplier_name        text,
    contract_signed_on   date,
    contract_amount      numeric(18,2),
    started_on           date,
    completed_on         date,
    accepted_on          date,
    settlement_submitted numeric(18,2),
    settlement_audited   numeric(18,2),
    source_id            integer not null,
    batch_id             bigint not null,
    line_no              bigint not null,
    row_hash             uuid not null,
    warnings             text[],
    recorded_from        timestamptz not null,
    primary key (project_id, source_id)
);
create index on record.project using brin (recorded_from);
create index on record.project (owner_code);
create index on record.project (supplier_code);
select fw.keep_history('project');

-- bid
create table record.bid (
    bid_id           text not null,
    project_id       text not null,
    bidder_code      text not null,
    bidder_name      text not null,
    bid_amount       numeric(18,2) not null,
    submitted_at     timestamptz,
    status           text,
    rejection_reason text,
    legal_rep        text,
    phone            text,
    address          text,
    deposit_account  text,
    contact          text,
    device_id        text,
    document_author  text,
    source_id        integer not null,
    batch_id         bigint not null,
    line_no          bigint not null,
    row_hash         uuid not null,
    warnings         text[],
    recorded_from    timestamptz not null,
    primary key (bid_id, source_id)
);
create index on record.bid using brin (recorded_from);
create index on record.bid (project_id);
create index on record.bid (bidder_code);
select fw.keep_history('bid');

-- project_event
create table record.project_event (
    event_id      text not null,
    project_id    text not null,
    event_kind    text not null,
    event_on      date not null,
    amount        numeric(18,2) not null,
    reason        text,
    payee_name    text,
    payee_account text,
    progress_pct  numeric(18,4),
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    primary key (event_id, source_id)
);
create index on record.project_event using brin (recorded_from);
create index on record.project_event (project_id);
select fw.keep_history('project_event');

-- meal_purchase
create table record.meal_purchase (
    purchase_id     text not null,
    school_code     text not null,
    school_name     text not null,
    region_code     text not null,
    supplier_code   text,
    supplier_name   text,
    item_name       text not null,
    item_kind       text,
    quantity        numeric(18,4) not null,
    unit            text not null,
    unit_price      numeric(18,2) not null,
    amount          numeric(18,2) not null,
    purchased_on    date not null,
    diners          integer,
    channel         text,
    reference_price numeric(18,2),
    quantity_kg     numeric(18,4) generated always as (fw.kilograms(quantity, unit)) stored,
    source_id       integer not null,
    batch_id        bigint not null,
    line_no         bigint not null,
    row_hash        uuid not null,
    warnings        text[],
    recorded_from   timestamptz not null,
    primary key (purchase_id, source_id, purchased_on)
) partition by range (purchased_on);
create table record.meal_purchase_other partition of record.meal_purchase default;
create index on record.meal_purchase using brin (recorded_from);
create index on record.meal_purchase (school_code);
select fw.keep_history('meal_purchase');

-- organisation
create table record.organisation (
    org_code      text not null,
    org_name      text not null,
    region_code   text not null,
    level         text,
    sector        text,
    parent_code   text,
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    primary key (org_code, source_id)
);
create index on record.organisation using brin (recorded_from);
select fw.keep_history('organisation');

-- company
create table record.company (
    company_code   text not null,
    company_name   text not null,
    established_on date,
    status         text,
    legal_rep      text,
    shareholders   text[],
    address        text,
    phone          text,
    source_id      integer not null,
    batch_id       bigint not null,
    line_no        bigint not null,
    row_hash       uuid not null,
    warnings       text[],
    recorded_from  timestamptz not null,
    primary key (company_code, source_id)
);
create index on record.company using brin (recorded_from);
select fw.keep_history('company');

-- watchlist
create table record.watchlist (
    subject_code  text not null,
    list_name     text not null,
    listed_on     date not null,
    until         date,
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    primary key (subject_code, list_name, listed_on, source_id)
);
create index on record.watchlist using brin (recorded_from);
select fw.keep_history('watchlist');

-- reception_standard
create table record.reception_standard (
    region_code   text not null,
    org_level     text,
    meal_type     text,
    per_head      numeric(18,2) not null,
    valid_from    date not null,
    valid_to      date,
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    unique nulls not distinct (region_code, org_level, meal_type, valid_from, source_id)
);
create index on record.reception_standard using brin (recorded_from);
select fw.keep_history('reception_standard');

-- price_reference
create table record.price_reference (
    item_name     text not null,
    region_code   text not null,
    month         date not null,
    price_per_kg  numeric(18,2) not null,
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    primary key (item_name, region_code, month, source_id)
);
create index on record.price_reference using brin (recorded_from);
select fw.keep_history('price_reference');

-- holiday
create table record.holiday (
    day           date not null,
    kind          text not null,
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    primary key (day, source_id)
);
create index on record.holiday using brin (recorded_from);
select fw.keep_history('holiday');

-- personnel
create table record.personnel (
    person_id     text not null,
    org_code      text not null,
    person_name   text,
    post_level    text,
    relatives     text[],
    source_id     integer not null,
    batch_id      bigint not null,
    line_no       bigint not null,
    row_hash      uuid not null,
    warnings      text[],
    recorded_from timestamptz not null,
    primary key (person_id, org_code, source_id)
);
create index on record.personnel using brin (recorded_from);
create index on record.personnel (org_code);
select fw.keep_history('personnel');
