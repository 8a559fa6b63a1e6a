-- The way of kernel.prune_answers to the oldest answers of a tenant. Not BRIN: once vacuum has given the place of
-- removed answers to new ones, each page range has some, and a BRIN index says yes to all of them.
CREATE INDEX answer_create_time_idx ON kernel.answer (tenant_id, create_time);
