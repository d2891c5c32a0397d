-- murmur3 x64 128, seed 0, first half, over 16 bytes: visitor and start in us, both int64
-- little-endian. 64-bit words live in HUGEINT; a factor is split in halves (high << 32 + low) so that
-- no product overflows, and `& 18446744073709551615` keeps the low 64 bits. A step a CTE.
with spans as (
  select session_no, visitor_id, epoch_us(started_at) as started_us
  from {{ ref('int_session_spans') }}
),
words as (
  select
    session_no,
    (cast(visitor_id as hugeint) + 18446744073709551616) & 18446744073709551615 as k1,
    (cast(started_us as hugeint) + 18446744073709551616) & 18446744073709551615 as k2
  from spans
),
first_product as (
  select
    session_no,
    (k1 * 289559509 + (((k1 * 2277735313) & 4294967295) << 32)) & 18446744073709551615 as k1,
    (k2 * 658871167 + (((k2 * 1291169091) & 4294967295) << 32)) & 18446744073709551615 as k2
  from words
),
rotated as (
  select
    session_no,
    ((k1 << 31) & 18446744073709551615) | (k1 >> 33) as k1,
    ((k2 << 33) & 18446744073709551615) | (k2 >> 31) as k2
  from first_product
),
second_product as (
  select
    session_no,
    (k1 * 658871167 + (((k1 * 1291169091) & 4294967295) << 32)) & 18446744073709551615 as k1,
    (k2 * 289559509 + (((k2 * 2277735313) & 4294967295) << 32)) & 18446744073709551615 as k2
  from rotated
),
first_state as (
  select
    session_no,
    ((((k1 << 27) & 18446744073709551615) | (k1 >> 37)) * 5 + 1390208809) & 18446744073709551615 as h1,
    ((k2 << 31) & 18446744073709551615) | (k2 >> 33) as k2
  from second_product
),
second_state as (
  select
    session_no,
    xor(h1, 16) as h1,
    xor((((h1 + k2) & 18446744073709551615) * 5 + 944331445) & 18446744073709551615, 16) as h2
  from first_state
),
summed as (
  select session_no, (h1 + h2) & 18446744073709551615 as h1, (h1 + h2 + h2) & 18446744073709551615 as h2
  from second_state
),
folded as (
  select session_no, xor(h1, h1 >> 33) as h1, xor(h2, h2 >> 33) as h2 from summed
),
mixed_once as (
  select
    session_no,
    (h1 * 3981806797 + (((h1 * 4283543511) & 4294967295) << 32)) & 18446744073709551615 as h1,
    (h2 * 3981806797 + (((h2 * 4283543511) & 4294967295) << 32)) & 18446744073709551615 as h2
  from folded
),
folded_again as (
  select session_no, xor(h1, h1 >> 33) as h1, xor(h2, h2 >> 33) as h2 from mixed_once
),
mixed_twice as (
  select
    session_no,
    (h1 * 444984403 + (((h1 * 3301882366) & 4294967295) << 32)) & 18446744073709551615 as h1,
    (h2 * 444984403 + (((h2 * 3301882366) & 4294967295) << 32)) & 18446744073709551615 as h2
  from folded_again
),
hashed as (
  select session_no, (xor(h1, h1 >> 33) + xor(h2, h2 >> 33)) & 18446744073709551615 as h1 from mixed_twice
),
final as (
  select
    session_no,
    cast(case when h1 > 9223372036854775807 then h1 - 18446744073709551616 else h1 end as bigint)
      as session_id
  from hashed
)
select * from final
