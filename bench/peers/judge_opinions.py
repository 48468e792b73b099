"""What networks say of the masks of many cases, and the rows that are made of all that is known of them."""

from hashlib import sha256

import numpy as np
import torch
from judge_measure import N_AGREEMENT, N_FEATURES, OTHERS, VOTE
from judge_networks import probabilities

# Columns of a row: measured, the shipped quality network's figures, first opinion; of taught networks: agreement with
# the segmenter, the quality network's figures, the overlap with both.
MEASURED = N_FEATURES + N_AGREEMENT
FIRST = MEASURED + 4
SELF_OVERLAP, QUALITY_DICE, OVERLAP = FIRST + 1, FIRST + 6, FIRST + 10
NO_TRUST, FULL_TRUST = 0.55, 0.75


class Masks:
    """Everything that is known of all masks without a network: arrays with one row a mask, or one a case."""

    def __init__(self, cases, measured):
        counts = [len(case["masks"]) for case in cases]
        self.case_of = np.repeat(np.arange(len(cases)), counts)
        # By its name alone, so that a case stays in its group.
        self.group = np.array([sha256(case["image"].encode()).digest()[0] & 1 for case in cases])
        self.votes = np.array([mask["votes"] for case in cases for mask in case["masks"]])
        self.values = np.vstack([one["values"] for one in measured])
        self.inside_shares = np.concatenate([one["inside_shares"] for one in measured])
        self.coverage = torch.from_numpy(np.concatenate([one["masks"] for one in measured])).float() / 255
        grey = torch.from_numpy(np.stack([one["image"] for one in measured])).float()
        deviation, mean = torch.std_mean(grey, (2, 3), correction=0, keepdim=True)
        self.images = (grey - mean) / torch.where(deviation > 0, deviation, 1)

    def __len__(self):
        return len(self.case_of)


def ratio(part, of):
    return part / np.maximum(of, 1e-9)


def quality_figures(network, masks, which):
    """Expected Dice, surplus, missed, firmness of some masks by a quality network."""
    mask = masks.coverage[which]
    shown = torch.stack([masks.images[masks.case_of[which]], 2 * mask - 1], 2)
    p = probabilities(network, shown.flatten(0, 1)).view_as(mask)
    both, own, found = (part.sum((1, 2, 3)).numpy() for part in (mask * p, mask, p))
    firm = 2 * (p - 0.5).abs().mean((1, 2, 3)).numpy()
    whole = own / np.where(masks.inside_shares[which] > 0, masks.inside_shares[which], 1)
    return np.stack([ratio(2 * both, whole + found), ratio(whole - both, whole), ratio(found - both, found), firm], 1)


def self_figures(network, masks, which):
    """How some masks agree with what a segmenter makes of their images."""
    cases, place = np.unique(masks.case_of[which], return_inverse=True)
    images = masks.images[cases]
    p = probabilities(network, images.flatten(0, 1)[:, None]).view_as(images)
    sharp = p**2 / (p**2 + (1 - p) ** 2)
    found = (p > 0.5).float()
    firm = 2 * (p - 0.5).abs().mean((1, 2, 3)).numpy()[place]
    mask = masks.coverage[which]
    both, soft, own = (
        part.sum((1, 2, 3)).numpy() for part in (found[place] * mask, torch.minimum(sharp[place], mask), mask)
    )
    n_found, n_sharp = (part.sum((1, 2, 3)).numpy()[place] for part in (found, sharp))
    whole = own / np.where(masks.inside_shares[which] > 0, masks.inside_shares[which], 1)
    parts = (ratio(2 * soft, n_sharp + whole), ratio(2 * both, n_found + whole), ratio(whole - both, whole))
    return np.stack([*parts, ratio(n_found - both, n_found), firm], 1)


def plain_rows(masks, shipped):
    """Rows before networks are taught, and how far the shipped network is trusted."""
    figures = quality_figures(shipped, masks, np.arange(len(masks)))
    best = np.zeros(len(masks.group))
    np.maximum.at(best, masks.case_of, figures[:, 0])
    trust = np.clip((np.median(best) - NO_TRUST) / (FULL_TRUST - NO_TRUST), 0, 1)
    first = (masks.values[:, VOTE] + trust * figures[:, 0]) / (1 + trust)
    first = np.where(masks.values[:, OTHERS] == 0, figures[:, 0], first)
    return np.column_stack([masks.values, figures, first]), trust


def full_rows(plain, trust, masks, networks, which=None):
    """Rows with what networks say that have not been taught on the case; of all masks, or some."""
    which = np.arange(len(masks)) if which is None else which
    rows = np.zeros((len(which), OVERLAP + 1))
    rows[:, : FIRST + 1] = plain[which]
    for group, (segmenter, quality) in enumerate(networks):
        own = masks.group[masks.case_of[which]] == group
        if not own.any():
            continue
        rows[own, SELF_OVERLAP:QUALITY_DICE] = self_figures(segmenter, masks, which[own])
        rows[own, QUALITY_DICE:OVERLAP] = quality_figures(quality, masks, which[own])
    agreement = np.where(rows[:, OTHERS] == 0, 0, 1 - trust)
    total = rows[:, SELF_OVERLAP] + trust * rows[:, QUALITY_DICE] + agreement * rows[:, VOTE]
    rows[:, OVERLAP] = total / (1 + trust + agreement)
    return rows
