"""From labels to a new version of the judge, as src/core/judge/signals/train-signals.ts does it."""

import copy
from collections import defaultdict
from contextlib import contextmanager
from time import perf_counter

import numpy as np
import torch
from judge_networks import new_unet, train_unet
from judge_opinions import FIRST, MEASURED, OVERLAP, full_rows
from judge_spoil import wrong_mask
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# Leading column, and the columns that labels may speak about: before networks are taught, and after.
PLAIN = FIRST, [*range(MEASURED), FIRST]
FULL = OVERLAP, [*range(MEASURED), *range(FIRST + 1, OVERLAP + 1)]
LINEAR_RIDGE, SINGLE_RIDGE, QUARTER_AT = 0.1, 0.003, 50
# With fewer cases fewer steps are taken.
MANY_CASES, LEAST_SHARE = 200, 0.4
FALL = 0.5
MOST_PROPOSED = 5


class Combiner:
    """The leading signal by itself, boosted trees, and a linear model; the latter two count more with more labels."""

    def __init__(self, rows, is_good, columns, seed):
        self.leading, self.weighed = columns
        n = len(rows)
        single, linear = (
            make_pipeline(StandardScaler(), LogisticRegression(C=1 / (ridge * n), max_iter=200))
            for ridge in (SINGLE_RIDGE, LINEAR_RIDGE)
        )
        trees = GradientBoostingClassifier(
            n_estimators=300, max_depth=3, learning_rate=0.05, subsample=0.8, max_features=0.3, random_state=seed
        )
        self.single = single.fit(rows[:, [self.leading]], is_good)
        self.linear, self.trees = (model.fit(rows[:, self.weighed], is_good) for model in (linear, trees))
        self.share = (n / (n + QUARTER_AT)) ** 2

    def logits(self, rows):
        used = rows[:, self.weighed]
        by_labels = self.linear.decision_function(used) + self.trees.decision_function(used)
        return self.share * by_labels + self.single.decision_function(rows[:, [self.leading]])


def fit_combiner(task):
    return Combiner(*task)


def held_out_logits(task):
    rows, is_good, taught, held, columns, seed = task
    return held, Combiner(rows[taught], is_good[taught], columns, seed).logits(rows[held])


class Clock:
    """Seconds by what they were spent on."""

    def __init__(self):
        self.seconds = defaultdict(float)

    @contextmanager
    def __call__(self, name):
        start = perf_counter()
        yield
        self.seconds[name] += perf_counter() - start


def new_version(masks, plain, trust, labels, shipped, before, rounds, pool, clock, seed=1):
    """
    Teaches networks in rounds and fits the combiner.
    @param labels by the masks' numbers; @param before networks of an earlier version, None: from the beginning
    @returns networks, combiner, calibration
    """
    known = np.array(sorted(labels))
    is_good = np.array([labels[mask] for mask in known])
    networks = before
    for number, steps in enumerate(rounds):
        with clock("opinions"):
            rows, columns = (full_rows(plain, trust, masks, networks), FULL) if networks else (plain, PLAIN)
        with clock("combining"):
            logits = Combiner(rows[known], is_good, columns, seed).logits(rows)
        targets, weights = together(masks, logits, labels)
        networks = teach(masks, targets, weights, labels, networks, shipped, steps, pool, clock, seed + number)
    with clock("opinions"):
        rows = full_rows(plain, trust, masks, networks, known)
    with clock("combining"):
        n_folds = min(5, *np.bincount(is_good.astype(int), minlength=2))
        splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
        folds = splitter.split(rows, is_good, masks.case_of[known])
        tables = (plain[known], PLAIN), (rows, FULL)
        fold_tasks = [
            (table, is_good, taught, held, columns, seed + fold)
            for fold, (taught, held) in enumerate(folds)
            for table, columns in tables
        ]
        final = pool.map_async(fit_combiner, [(rows, is_good, FULL, seed)])
        logits = np.zeros((2, len(known)))
        for index, (held, found) in enumerate(pool.imap(held_out_logits, fold_tasks)):
            logits[index % 2, held] = found
        calibration = LogisticRegression(C=1e6).fit(logits[1][:, None], is_good)
        (combiner,) = final.get()
    return networks, combiner, calibration


def together(masks, logits, labels):
    """What the masks of each case say together, the better ones counting more; and how far it is trusted."""
    logits, usable = logits.copy(), np.ones(len(logits), bool)
    for mask, is_good in labels.items():
        logits[mask], usable[mask] = (np.inf, True) if is_good else (logits[mask], False)
    targets, weights = [], []
    for case in range(len(masks.group)):
        own = np.flatnonzero((masks.case_of == case) & usable)
        heard = own[masks.votes[own] | np.isinf(logits[own])]
        heard = heard if len(heard) else own
        if len(heard) == 0:
            targets.append(torch.zeros_like(masks.coverage[0]))
            weights.append(0)
            continue
        best = logits[heard].max()
        share = np.isinf(logits[heard]) if np.isinf(best) else np.exp(FALL * (logits[heard] - best))
        share = torch.from_numpy(share / share.sum()).float()
        targets.append(torch.tensordot(share, masks.coverage[heard], 1))
        weights.append(1 if np.isinf(best) else max(0.02, (1 / (1 + np.exp(-best))) ** 2))
    return torch.stack(targets), np.array(weights, float)


def teach(masks, targets, weights, labels, before, shipped, steps, pool, clock, seed):
    """A segmenter and a quality network for each of two groups of cases, taught by the other."""
    share = np.clip(len(masks.group) / MANY_CASES, LEAST_SHARE, 1)
    n_segmenter, n_quality = (round(n * share) for n in steps)
    networks = []
    for group in (0, 1):
        taught = np.flatnonzero((masks.group != group) & (weights > 0))
        n_planes = masks.images.shape[1]
        images = masks.images[taught].flatten(0, 1)[:, None]
        truths = targets[taught].flatten(0, 1)[:, None]
        trusted = np.repeat(weights[taught], n_planes)
        with clock("wrong masks"):
            shown, right = wrong_pairs(masks, taught, images, truths, trusted, labels, n_quality, pool, seed + group)
        with clock("teaching"):
            start = copy.deepcopy(before[group][0]) if before else new_unet(1, seed + group)
            rate = 2e-3 if before else 5e-3
            segmenter = train_unet(start, images, truths, trusted, n_segmenter, rate, seed + group)
            start = copy.deepcopy(before[group][1] if before else shipped)
            quality = train_unet(start, shown, right, None, n_quality, 2e-3, seed + group)
        networks.append((segmenter, quality))
    return networks


def wrong_pairs(masks, taught, images, truths, trusted, labels, steps, pool, seed):
    """Images with wrong masks, drawn by trust, and the right masks: eight for every step."""
    n_planes = masks.images.shape[1]
    drawn = np.random.default_rng(seed).choice(len(images), 8 * steps, p=trusted / trusted.sum())
    truth = (truths[:, 0] >= 0.5).numpy()
    grey = images[:, 0].numpy()
    tasks = []
    for number, plane in enumerate(drawn):
        case, at = taught[plane // n_planes], plane % n_planes
        proposed = [mask for mask in np.flatnonzero(masks.case_of == case) if labels.get(mask) is not False]
        others = (masks.coverage[proposed[:MOST_PROPOSED], at] >= 0.5).numpy()
        tasks.append((truth[plane], grey[plane], others, (seed, number)))
    wrong = torch.from_numpy(np.stack(pool.map(wrong_mask, tasks, chunksize=32))).float()
    return torch.stack([images[drawn, 0], 2 * wrong - 1], 1), torch.from_numpy(truth[drawn]).float()[:, None]


def strangeness(rows, known):
    """How unlike everything labelled masks are: distance to the nearest ones beside the largest among these."""
    scaler = StandardScaler().fit(known)
    usual, asked = (np.clip(scaler.transform(table), -8, 8) for table in (known, rows))
    nearest = NearestNeighbors(n_neighbors=3).fit(usual)
    return nearest.kneighbors(asked)[0].mean(axis=1) / nearest.kneighbors()[0].mean(axis=1).max()
