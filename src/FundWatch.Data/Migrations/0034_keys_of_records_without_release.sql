-- Records without a release were passed over when the keys of refused rows were read: a load that brings their project settles them too, so those that wait are read once more.
update ingest.rejected_row set key_is_read = false where code = 'record_without_release' and status = 'open' and key_is_read and key_hash is null;
