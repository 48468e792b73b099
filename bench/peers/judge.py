"""The judge's work with PyTorch, scikit-learn, SciPy and nibabel: what `npm run bench:speed` compares Winnow's speed with.

It does the same kinds and amounts of work as Winnow (33 features of a mask in its image, 10 of its agreement with the other
masks of its case, planes of 48 x 48 pixels, the same U-Nets with the same steps, boosted trees and logistic regression),
written as it is usual in Python; its figures of masks are not Winnow's. Reading and measuring go through a pool of two
processes with one thread each, networks through PyTorch with two threads; the two never work at the same time.

usage: python judge.py [train] [score] --folder FOLDER --cases CASES.json [--limit N]
    CASES.json: [{"image": path, "masks": [{"path", "votes": bool, "label": bool or null, "more": bool or null}]}], paths
    within FOLDER; "label" is known from the beginning, "more" is told afterwards
    train  pictures a second of the reference network; seconds from labels to a new version, and with some more labels
    score  seconds from files to a score of every mask, by networks of random weights
Prints one JSON document. Start-up, imports and warming up are timed apart.
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

from judge_networks import Timer, reference_speed
from judge_pipeline import Judge, measure_cases, new_version, read_cases, score

import torch

N_PROCESSES = 2
N_THREADS = 2
# What src/core/judge/signals/teach-networks.ts takes: steps of the segmenter and of the quality network.
FULL, ONCE_MORE, TOUCH_UP = (130, 60), (70, 30), (40, 20)
