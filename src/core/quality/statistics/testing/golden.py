"""Golden vectors of the statistical checks, computed from their formulas with numpy and scipy.

Run `python3 golden.py` beside `golden.json`; scipy 1.17. Nothing here is shared with the TypeScript.
"""

import json
import math
import os

import numpy as np
from scipy import optimize, stats

rng = np.random.default_rng(20261121)
WEEK = np.array([1.06, 1.14, 1.12, 1.06, 0.94, 0.76, 0.84])


def tails():
    f = []
    for df1 in (1, 5, 15, 23):
        for df2 in (46, 69, 92, 161):
            for p in (0.9, 0.5, 1e-3, 1e-6, 1e-9, 1e-12):
                x = float(stats.f.isf(p, df1, df2))
                f.append([df1, df2, x, float(stats.f.sf(x, df1, df2))])
    t = []
    for df in (13, 27):
        for p in (0.99, 0.5001, 0.005, 5e-4, 1e-6, 1e-9, 1e-12):
            x = float(stats.t.ppf(p, df))
            t.append([df, x, float(stats.t.cdf(x, df))])
    q = [[df, p, float(stats.t.ppf(p, df))] for df in (13, 27) for p in (0.2, 0.005, 5e-4, 1e-6)]
    return {"f": f, "t": t, "quantile": q}


def baseline(counts, history, d):
    past = [counts[d - 7 * k] for k in (1, 2, 3, 4) if d - 7 * k >= 0 and history[d - 7 * k]]
    if not past:
        return None
    k = len(past)
    b = float(np.median(past))
    return b, (1 + (0 if k == 1 else 1.57 / k)) / (b + 0.5)


def volume_of(counts, history, d):
    base = baseline(counts, history, d)
    if base is None or base[0] < 20:
        return {"status": "learning"}
    b, counting = base
    past = [
        (math.log((counts[i] + 0.5) / (was[0] + 0.5)), was[1])
        for i in range(max(0, d - 56), d)
        if history[i] and (was := baseline(counts, history, i)) is not None
    ]
    n = len(past)
    r = np.array([p[0] for p in past])
    c = float(np.median(r)) if n >= 21 else 0.0
    if n < 5:
        v = 1.5 * 0.15**2
    else:
        mad = stats.median_abs_deviation(r, scale=1 / 1.4826)
        own = max(0.0, mad**2 - np.median([p[1] for p in past]))
        v = (n * own + 7 * 0.15**2) / (n + 7)
    sd = math.sqrt(max(v, 0.03**2) + counting)
    y = counts[d]
    today = math.log((y + 0.5) / (b + 0.5))
    z = (today - c) / sd
    change = math.exp(today - c) - 1
    status = "pass"
    if abs(z) > 3.5 and (change < -0.2 or change > 0.25) and b >= 50:
        status = "warn"
    if (abs(z) > 5 and (change < -0.4 or change > 0.67) and b >= 50) or (y == 0 and b >= 20):
        status = "error"
    return {
        "status": status,
        "statistic": z,
        "change": change,
        "expected": (b + 0.5) * math.exp(c) - 0.5,
    }


def volumes():
    cases = []
    for mean, cv, days, fault in [
        (30, 0.1, 60, 1), (40, 0.1, 60, 0), (100, 0.2, 9, 1), (100, 0.1, 16, 2),
        (300, 0.1, 30, 0.5), (500, 0.05, 45, 1.3), (2000, 0.1, 60, 0.5), (2000, 0.1, 70, 2),
        (2000, 0.1, 70, 0.75), (2000, 0.05, 40, 0.7), (50000, 0.05, 84, 1.6), (50000, 0.2, 84, 0),
        (15, 0.1, 40, 0), (1200, 0.15, 33, 1.4),
    ]:  # fmt: skip
        rate = mean * WEEK[np.arange(days) % 7] * 1.01 ** (np.arange(days) / 7)
        counts = rng.poisson(rate * np.exp(cv * rng.standard_normal(days))).tolist()
        history = [bool(x) for x in rng.random(days) > 0.08]
        counts[-1] = int(round(counts[-1] * fault))
        cases.append(
            {"counts": counts, "isHistory": history, "today": days - 1}
            | volume_of(counts, history, days - 1)
        )
    return cases


def chi_square(x, b):
    table = np.array([x, b], dtype=float)
    small = table.sum(axis=0) * table[0].sum() / table.sum() < 1
    pool = table[:, small].sum(axis=1)
    table = table[:, ~small]
    if pool.sum() > 0:
        if pool.sum() * np.sum(x) / (np.sum(x) + np.sum(b)) >= 1:
            table = np.column_stack([table, pool])
        else:
            table[:, int(np.argmin(table.sum(axis=0)))] += pool
    result = stats.chi2_contingency(table, correction=False)
    return result.statistic, result.dof


def like(history, d, before):
    def alike(i):
        return (d - i) % 7 == 0

    def same_class(i):
        return ((i + 3) % 7 >= 5) == ((d + 3) % 7 >= 5)

    span = [i for i in range(before - 1, max(-1, before - 57), -1) if history[i]]
    days = [i for i in span if alike(i)][:8]
    return days if len(days) >= 3 else [i for i in span if same_class(i)][:8]


def hours_of(days, history, d):
    days = np.array(days, dtype=float)
    chosen = like(history, d, d)
    k = len(chosen)
    x, b = days[d], days[chosen].sum(axis=0)
    n = x.sum()
    phis = [np.divide(*chi_square(days[i], b - days[i])) for i in chosen]
    phi = max(1.0, float(np.median(phis)))
    phi_star = max(1.0, (k * phi + 2 * min(1 + (n - 1) / 401, 10 * phi)) / (k + 2))
    x2, df = chi_square(x, b)
    return {
        "statistic": float(stats.f.sf(x2 / df / phi_star, df, 23 * (k - 1))),
        "observed": float(0.5 * np.abs(x / n - b / b.sum()).sum()),
    }


def hour_days():
    shape = np.array([9, 5, 3, 2, 2, 4, 9, 18, 32, 45, 52, 50, 44, 48, 50, 48, 44, 42, 42, 46, 52, 50, 38, 20])
    cases = []
    for total, count, roll, noise in [
        (400, 26, 0, 0.05), (900, 40, 0, 0.1), (900, 60, 3, 0.05), (5000, 70, 1, 0.1),
        (700, 12, -5, 0), (250, 64, 2, 0.1),
    ]:  # fmt: skip
        rate = np.tile(total * shape / shape.sum(), (count, 1)) * np.exp(
            noise * rng.standard_normal((count, 24))
        )
        rate[-1] = np.roll(rate[-1], roll)
        days = rng.poisson(rate).tolist()
        history = [bool(h) for h in rng.random(count) > 0.1]
        cases.append(
            {"days": days, "isHistory": history, "today": count - 1}
            | hours_of(days, history, count - 1)
        )
    return cases


def pooled_z(c1, n1, c0, n0, kind):
    p = (c1 + c0) / (n1 + n0)
    var = p * (1 - p) if kind == "proportion" else p
    return (c1 / n1 - c0 / n0) / math.sqrt(var * (1 / n1 + 1 / n0))


def guardrail_of(c, n, history, d, kind):
    c, n = np.array(c, dtype=float), np.array(n, dtype=float)
    for w in (1, 7, 28):
        base = [i for i in range(max(0, d - w - 27), d - w + 1) if history[i]]
        now = list(range(max(0, d - w + 1), d + 1))
        c0, n0, c1, n1 = c[base].sum(), n[base].sum(), c[now].sum(), n[now].sum()
        if len(base) >= 14 and c0 >= 50 and c0 / n0 * n1 >= 50:
            break
    else:
        return {"status": "learning"}
    p0 = c0 / n0
    var = n[base] * (p0 * (1 - p0) if kind == "proportion" else p0)
    res = (c[base] - n[base] * p0) ** 2 / var
    phi = max(1.0, np.median(res) / 0.4549 / 2 + np.mean(np.minimum(res, 9)) / 2)

    def p_of(rate):
        return stats.t.cdf(pooled_z(rate * n1, n1, c0, n0, kind) / math.sqrt(phi), 27)

    p = p_of(c1 / n1)
    change = c1 / n1 / p0 - 1
    status = "pass"
    if p < 0.005 and change < -0.1:
        status = "warn"
    if p < 0.0005 and change < -0.2:
        status = "error"
    lower = min(optimize.brentq(lambda rate: p_of(rate) - 0.005, 0, p0, xtol=1e-15), 0.9 * p0)
    return {
        "status": status,
        "statistic": float(p),
        "observed": float(c1 / n1),
        "expected": float(p0),
        "change": float(change),
        "lower": float(lower),
    }


def guardrails():
    cases = []
    for kind, per_day, rate, cv, days, fault in [
        ("proportion", 100, 0.02, 0.05, 40, 0.5), ("proportion", 100, 0.02, 0.05, 40, 1),
        ("proportion", 1000, 0.02, 0.1, 60, 0.7), ("proportion", 20, 0.05, 0.1, 60, 0.4),
        ("proportion", 4, 0.01, 0, 84, 0.5), ("proportion", 1, 0.01, 0, 84, 0.5),
        ("proportion", 100, 0.02, 0.05, 12, 0.5), ("ratio", 100, 0.3, 0.1, 40, 0.6),
        ("ratio", 300, 1.2, 0.05, 60, 0.8), ("ratio", 30, 0.3, 0.05, 60, 0.3),
    ]:  # fmt: skip
        exposure = rng.poisson(per_day / rate * np.exp(0.1 * rng.standard_normal(days)))
        q = rate * np.exp(cv * rng.standard_normal(days))
        q[-1] *= fault
        draw = rng.binomial(exposure, q) if kind == "proportion" else rng.poisson(exposure * q)
        history = [bool(h) for h in rng.random(days) > 0.1]
        c, n = draw.tolist(), exposure.tolist()
        cases.append(
            {"kind": kind, "conversions": c, "exposure": n, "isHistory": history, "today": days - 1}
            | guardrail_of(c, n, history, days - 1, kind)
        )
    return cases


if __name__ == "__main__":
    golden = {
        "tails": tails(),
        "volumes": volumes(),
        "hours": hour_days(),
        "guardrails": guardrails(),
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.json")
    with open(path, "w") as file:
        json.dump(golden, file)
        file.write("\n")
