-- The one calculator of bills: discounts, tax and totals in whole minor units. Internal. No locks.
-- Outcomes, in order: INVALID_DISCOUNT (over what there is to discount), AMOUNT_TOO_LARGE (a sum over 10^15).
-- All arithmetic is on whole numbers, rounded half up. A discount on the whole is spread over the lines by what they
-- leave, and in per-total mode the tax of each rate over its lines, both by the largest remainder; equal remainders go
-- to the larger amount, then the higher rate, so that the order of lines does not matter.
-- In PL/pgSQL, since a SQL function of this form is planned anew at every call.
CREATE OR REPLACE FUNCTION kernel.calculate_lines(
  p_lines              kernel.priced_line[],
  p_discount_minor     bigint,
  p_discount_bp        integer,
  p_prices_include_tax boolean,
  p_round_per_line     boolean,
  OUT outcome          kernel.outcome,
  OUT lines            kernel.calculated_line[]
)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  WITH priced AS (
    SELECT l.line_number, l.tax_rate_bp, l.quantity::numeric * l.unit_price_minor AS price,
           coalesce(l.discount_minor::numeric,
                    div(2 * l.quantity::numeric * l.unit_price_minor * l.discount_bp + 10000, 20000), 0) AS own
      FROM unnest(p_lines) AS l
  ), whole AS (
    SELECT sum(p.price) AS price, sum(p.price - p.own) AS base, bool_and(p.own <= p.price) AS fits,
           coalesce(p_discount_minor::numeric,
                    div(2 * sum(p.price - p.own) * p_discount_bp + 10000, 20000), 0) AS discount
      FROM priced AS p
  ), shared AS (
    SELECT p.*, p.price - p.own AS rest, w.base, w.discount,
           coalesce(div(w.discount * (p.price - p.own), nullif(w.base, 0)), 0) AS share,
           row_number() OVER (ORDER BY coalesce(mod(w.discount * (p.price - p.own), nullif(w.base, 0)), 0) DESC,
                                       p.price - p.own DESC, p.tax_rate_bp DESC, p.line_number) AS place
      FROM priced AS p, whole AS w
  ), amount AS (
    SELECT s.line_number, s.tax_rate_bp, s.price, s.rest - s.share - extra.one AS amount
      FROM (SELECT s.*, s.discount - sum(s.share) OVER () AS missing FROM shared AS s) AS s,
           LATERAL (SELECT CASE WHEN s.place <= s.missing THEN 1 ELSE 0 END AS one) AS extra
  ), taxed AS (
    SELECT a.*, a.amount * a.tax_rate_bp AS part,
           10000 + CASE WHEN p_prices_include_tax THEN a.tax_rate_bp ELSE 0 END AS whole
      FROM amount AS a
  ), rounded AS (
    SELECT t.*, div(t.part, t.whole) AS floor,
           div(2 * sum(t.part) OVER rate + t.whole, 2 * t.whole) - sum(div(t.part, t.whole)) OVER rate AS missing,
           row_number() OVER (PARTITION BY t.tax_rate_bp
                              ORDER BY mod(t.part, t.whole) DESC, t.amount DESC, t.line_number) AS place
      FROM taxed AS t
    WINDOW rate AS (PARTITION BY t.tax_rate_bp)
  ), final AS (
    SELECT r.line_number, r.price - r.amount AS discount, x.tax,
           CASE WHEN p_prices_include_tax THEN r.amount - x.tax ELSE r.amount END AS net
      FROM rounded AS r,
           LATERAL (SELECT CASE WHEN p_round_per_line THEN div(2 * r.part + r.whole, 2 * r.whole)
                                ELSE r.floor + CASE WHEN r.place <= r.missing THEN 1 ELSE 0 END
                           END AS tax) AS x
  ), checked AS (
    SELECT CASE WHEN NOT w.fits OR w.discount > w.base THEN 'INVALID_DISCOUNT'
                WHEN w.price > 1000000000000000
                  OR (SELECT sum(f.net + f.tax) FROM final AS f) > 1000000000000000 THEN 'AMOUNT_TOO_LARGE'
                ELSE 'OK'
           END AS outcome
      FROM whole AS w
  )
  SELECT c.outcome::kernel.outcome,
         CASE WHEN c.outcome = 'OK' THEN
           (SELECT array_agg(ROW(f.line_number, f.discount, f.net, f.tax, f.net + f.tax)::kernel.calculated_line
                             ORDER BY f.line_number)
              FROM final AS f)
         END
    INTO outcome, lines
    FROM checked AS c;
END;
$$;
REVOKE ALL ON FUNCTION kernel.calculate_lines FROM PUBLIC;
