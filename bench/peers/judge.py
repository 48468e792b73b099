"""The judge's work with PyTorch, scikit-learn, SciPy and nibabel: what `npm run bench:speed` compares Winnow with.

Work of the same kinds and amounts as Winnow's: 33 features of a mask in its image, 10 of its agreement with the other
masks of its case, three planes of 48 x 48 pixels, the same U-Nets with the same steps, boosted trees and logistic
regression, written as is usual in Python. Reading and measuring go through a pool of two processes with one thread
each, networks through PyTorch with two threads; they take turns. On a busy machine PyTorch's threads mostly wait for
each other and the figures mean nothing.

usage: python judge.py [train] [score] --folder FOLDER --cases CASES.json [--limit N]
    train   pictures a second of the reference network; seconds from labels to a new version, and with some more labels
    score   seconds from files to a score of every mask, with networks of random weights
    CASES   [{"image": path, "masks": [{"path", "votes": boolean, "label": boolean or null, "isLater": boolean}, ...]},
            ...]; paths within FOLDER; labels that are "isLater" are the ones that come after the first version
Prints one JSON document. Imports and starting processes are timed apart; warming up is not timed.
set-up: python -m venv VENV && VENV/bin/pip install --no-deps -r requirements-judge.txt
"""

import os
import time

started = time.perf_counter()

# One thread a process, whatever library asks; before they are loaded. PyTorch is told otherwise below.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import multiprocessing
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from judge_learn import FULL, Clock, Combiner, new_version, strangeness
from judge_measure import measure_case
from judge_networks import new_unet, reference_speed
from judge_opinions import OVERLAP, Masks, full_rows, plain_rows

N_PROCESSES = 2
N_THREADS = 2
# Steps of the segmenter and of the quality network, as in src/core/judge/signals/teach-networks.ts.
FROM_BEGINNING, ONCE_MORE, TOUCH_UP = (130, 60), (70, 30), (40, 20)


def measured(folder, cases, pool):
    return Masks(cases, pool.map(measure_case, [(folder, case) for case in cases], chunksize=4))


def timed_training(folder, cases, pool):
    """What is measured once and for all is there already, as it is in Winnow's cache."""
    masks = measured(folder, cases, pool)
    shipped = new_unet(2, seed=0).eval()
    plain, trust = plain_rows(masks, shipped)
    listed = list(enumerate(mask for case in cases for mask in case["masks"]))
    all_labels = {number: mask["label"] for number, mask in listed if mask["label"] is not None}
    labels = {number: label for number, label in all_labels.items() if not listed[number][1]["isLater"]}
    if min(sum(labels.values()), len(labels) - sum(labels.values())) < 2:
        raise SystemExit("too few labels among these cases: two of either kind are needed")
    # Once before the clock runs, so that every kind of work has been done.
    new_version(masks, plain, trust, labels, shipped, None, [(2, 2), (2, 2)], pool, Clock())
    first, more = Clock(), Clock()
    rounds = [FROM_BEGINNING, ONCE_MORE]
    with first("all"):
        networks, *_ = new_version(masks, plain, trust, labels, shipped, None, rounds, pool, first)
    with more("all"):
        new_version(masks, plain, trust, all_labels, shipped, networks, [TOUCH_UP], pool, more, seed=2)
    return {
        "picturesPerSecond": {
            "plain": round(reference_speed(torch.contiguous_format), 1),
            "channelsLast": round(reference_speed(torch.channels_last), 1),
        },
        "newVersion": {"nLabels": len(labels), "seconds": rounded(first.seconds)},
        "moreLabels": {"nLabels": len(all_labels), "seconds": rounded(more.seconds)},
    }


def timed_scoring(folder, cases, pool):
    rng = np.random.default_rng(1)
    networks = [(new_unet(1, seed).eval(), new_unet(2, seed).eval()) for seed in (1, 2)]
    shipped = new_unet(2, seed=0).eval()
    known = rng.standard_normal((50, OVERLAP + 1))
    combiner = Combiner(known, rng.random(50) < 0.5, FULL, seed=1)

    def judged(masks, plain, trust):
        rows = full_rows(plain, trust, masks, networks)
        return 1 / (1 + np.exp(-combiner.logits(rows))), strangeness(rows, known)

    few = measured(folder, cases[: 4 * N_PROCESSES], pool)
    judged(few, *plain_rows(few, shipped))
    clock = Clock()
    with clock("all"):
        with clock("reading and measuring"):
            masks = measured(folder, cases, pool)
        with clock("networks and combining"):
            plain, trust = plain_rows(masks, shipped)
            p_good, _ = judged(masks, plain, trust)
    with clock("everything measured"):
        judged(masks, plain, trust)
    assert len(p_good) == sum(len(case["masks"]) for case in cases) and np.isfinite(p_good).all()
    return {
        "seconds": rounded(clock.seconds),
        "masksPerSecond": round(len(masks) / clock.seconds["all"], 1),
        "masksPerSecondMeasured": round(len(masks) / clock.seconds["everything measured"], 1),
    }


def rounded(seconds):
    return {name: round(value, 3) for name, value in seconds.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modes", nargs="*", default=["train", "score"], help="train, score, or both")
    parser.add_argument("--folder", type=Path, required=True, help="folder of the images and masks")
    parser.add_argument("--cases", type=Path, required=True, help="JSON file: images with their masks")
    parser.add_argument("--limit", type=int, default=None, help="only N cases, those with labels first")
    options = parser.parse_args()
    modes = {"train": timed_training, "score": timed_scoring}
    unknown = [mode for mode in options.modes if mode not in modes]
    if unknown:
        parser.error(f"no mode {', '.join(unknown)}; there are {', '.join(modes)}")
    cases = json.loads(options.cases.read_text())
    if options.limit:
        cases.sort(key=lambda case: all(mask["label"] is None for mask in case["masks"]))
        cases = cases[: options.limit]

    torch.set_num_threads(N_THREADS)
    with multiprocessing.Pool(N_PROCESSES) as pool:
        pool.map(abs, range(2 * N_PROCESSES), chunksize=1)
        starting = time.perf_counter() - started
        pool.map(measure_case, [(options.folder, case) for case in cases[: 2 * N_PROCESSES]], chunksize=2)
        found = {mode: modes[mode](options.folder, cases, pool) for mode in options.modes}
    libraries = ("torch", "scikit-learn", "scipy", "numpy", "nibabel")
    print(
        json.dumps(
            {
                **found,
                "startSeconds": round(starting, 3),
                "nCases": len(cases),
                "nMasks": sum(len(case["masks"]) for case in cases),
                "nProcesses": N_PROCESSES,
                "nThreads": N_THREADS,
                "versions": {"python": platform.python_version(), **{name: version(name) for name in libraries}},
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
