-- Each lead's page names the leads that rest on the same records, and a load the leads that it touches: without an index that takes the evidence of all leads apart.
create index lead_evidence_keys_idx on review.lead using gin (evidence_keys);
