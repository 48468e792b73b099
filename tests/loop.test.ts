import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Output } from "#contract/commands.ts";
import { readiness } from "#core/judge/readiness.ts";
import { Project } from "#core/project/project.ts";
import { getSetting } from "#core/project/queries/settings.ts";
import { copySample, sampleAnswers, temporaryFolder, writeLabels } from "./support/sample.ts";
import { winnow } from "./support/winnow.ts";

type Rows = Output<"review.results">;
type Queue = Output<"review.queue">;

const folder = temporaryFolder("loop");
const images = copySample(join(folder, "images-here"), 40);
const project = join(folder, "p.winnow");
const answers = sampleAnswers();

/** The loop of the design, by the real command, on real images: each step stands on the one before. */
describe("the loop from the command line", () => {
  it("adds a folder; results list every candidate, with nothing known yet", async () => {
    const added = await winnow("add", images, "--project", project, "--json");
    expect(added.code).toBe(0);
    expect(added.json<Output<"intake.list">>()).toMatchObject({ findings: [], ignored: [] });
    const results = await winnow("results", "--project", project);
    const [header, ...lines] = results.stdout.trim().split("\n");
    expect(header).toBe("case,candidate,class,mask_path,source,label,p_good,predicted_dice,verdict,judge_version");
    expect(lines).toHaveLength(120);
    expect(lines[0]).toMatch(/^dsb_\w+,dsb_\w+:kmeans:1,1,masks_kmeans\/dsb_\w+\.png,kmeans,,,,to-review,$/);
    const rows = (await winnow("results", "--project", project, "--json")).json<Rows>();
    expect(Object.keys(rows[0]!)).toEqual(header!.split(","));
  });

  it("does not train or draw before there is something to train on or draw from", async () => {
    expect((await winnow("train", "--project", project)).code).toBe(6);
    expect((await winnow("judge", "--project", project)).code).toBe(6);
    const drawn = await winnow("queue", "--project", project, "--random", "--json");
    expect(drawn.code).toBe(6);
    expect(drawn.json()).toMatchObject({ error: { code: "no-judge-yet" } });
    expect(
      (await winnow("release", "--project", project, "--to", join(folder, "early"), "--layout", "flat")).code,
    ).toBe(6);
  });

  it("asks across cases and sources, and takes the answers", async () => {
    const queue = (await winnow("queue", "--project", project, "--n", "20", "--json")).json<Queue>();
    expect(queue).toHaveLength(20);
    expect(new Set(queue.map((item) => item.case)).size).toBe(20);
    expect(new Set(queue.map((item) => item.reason))).toEqual(new Set(["first"]));
    const csv = writeLabels(join(folder, "labels.csv"), queue);
    const labelled = await winnow("label", "--project", project, "--from", csv, "--rater", "R1", "--json");
    expect(labelled.json()).toEqual({ labels: 20, findings: [] });
    const rows = (await winnow("results", "--project", project, "--json")).json<Rows>();
    expect(rows.filter((row) => row.label !== null)).toHaveLength(20);
    for (const row of rows)
      if (row.label !== null) expect(row.verdict).toBe(row.label === "accept" ? "accepted" : "rejected");
  });

  it("says what a labels file gets wrong, takes the rest, and exits 1", async () => {
    const csv = join(folder, "odd.csv");
    const { candidate, mask_path: maskPath } = (
      await winnow("queue", "--project", project, "--n", "1", "--json")
    ).json<Queue>()[0]!;
    writeFileSync(
      csv,
      `mask_path;label;reasons;extra\n${maskPath};later;"boundary;holes";x\nnowhere.png;accept;;\n${maskPath};perhaps;;\n`,
    );
    const run = await winnow("label", "--project", project, "--from", csv, "--json");
    expect(run.code).toBe(1);
    expect(run.json<{ labels: number; findings: { code: string; file: string }[] }>()).toMatchObject({
      labels: 1,
      findings: [
        { code: "label-matches-nothing", file: `${csv}:3` },
        { code: "label-unknown", file: `${csv}:4` },
      ],
    });
    writeFileSync(csv, `candidate,label\n${candidate},clear\n`);
    expect((await winnow("label", "--project", project, "--from", csv)).code).toBe(0);
    const row = (await winnow("results", "--project", project, "--json"))
      .json<Rows>()
      .find((item) => item.candidate === candidate);
    // The earlier mark came from another rater name than "clear" only if the machine's user changed in between.
    expect(row?.label).toBeNull();
  });

  it("trains, twice the same for the same seed, and judges everything", async () => {
    const first = (await winnow("train", "--project", project, "--seed", "7", "--json")).json<Output<"judge.train">>();
    expect(first.version).toBe(1);
    expect(first.metrics).toMatchObject({ n_labels: 20 });
    expect(first.guarantee).toMatchObject({
      alpha: 0.05,
      delta: 0.05,
      threshold: null,
      n_random_checks: 0,
      n_more_needed: 67,
    });
    const again = await winnow("train", "--project", project, "--seed", "7", "--alpha", "0.1", "--json");
    const second = again.json<Output<"judge.train">>();
    expect(second.version).toBe(2);
    expect(second.guarantee).toMatchObject({ alpha: 0.1, delta: 0.05 });
    const file = Project.open(project, "read");
    const hashes = file.all<{ weights_sha256: string }>("SELECT weights_sha256 FROM judge_version");
    // What is asked for is the project's setting from then on; what is not stays.
    expect([getSetting(file, "alpha"), getSetting(file, "delta")]).toEqual([0.1, 0.05]);
    file.close();
    expect(hashes[0]).toEqual(hashes[1]);
    const judged = await winnow("judge", "--project", project, "--alpha", "0.2", "--delta", "0.2", "--json");
    expect(judged.code).toBe(0);
    expect(judged.json<Output<"judge.apply">>()).toMatchObject({
      version: 2,
      guarantee: { alpha: 0.2, delta: 0.2, threshold: null },
    });
    const rows = (await winnow("results", "--project", project, "--json")).json<Rows>();
    expect(rows.every((row) => row.p_good !== null && row.judge_version === 2)).toBe(true);
    expect(rows.filter((row) => row.verdict === "accepted" && row.label === null)).toEqual([]);
  });

  it("draws random checks from the automatic list only, one a case, and counts what they prove", async () => {
    const before = (await winnow("results", "--project", project, "--json")).json<Rows>();
    const drawn = (await winnow("queue", "--project", project, "--random", "--json")).json<Queue>();
    expect(drawn.length).toBeGreaterThan(0);
    expect(new Set(drawn.map((item) => item.reason))).toEqual(new Set(["random"]));
    expect(new Set(drawn.map((item) => item.case)).size).toBe(drawn.length);
    const labelled = new Set(before.filter((row) => row.label !== null).map((row) => row.candidate));
    expect(drawn.filter((item) => labelled.has(item.candidate))).toEqual([]);
    // Asked again before they are answered, the same checks come back: nothing is drawn twice.
    expect((await winnow("queue", "--project", project, "--random", "--json")).json()).toEqual(drawn);
    const ordinary = (await winnow("queue", "--project", project, "--n", "500", "--json")).json<Queue>();
    expect(ordinary.filter((item) => drawn.some((check) => check.candidate === item.candidate))).toEqual([]);

    await winnow(
      "label",
      "--project",
      project,
      "--from",
      writeLabels(join(folder, "checks.csv"), drawn),
      "--rater",
      "R1",
    );
    const { guarantee } = (await winnow("judge", "--project", project, "--json")).json<Output<"judge.apply">>();
    const nBad = drawn.filter((item) => answers.get(item.mask_path) === "reject").length;
    expect(guarantee).toMatchObject({ alpha: 0.2, n_random_checks: drawn.length, n_bad: nBad });
    expect(guarantee.threshold !== null).toBe(guarantee.reason === null);
    if (nBad === 0) expect(guarantee.threshold).not.toBeNull();
  });

  it("keeps random checks out of training until another version has replaced the one they prove", async () => {
    const third = (await winnow("train", "--project", project, "--json")).json<Output<"judge.train">>();
    expect(third.metrics.n_labels).toBe(20);
    expect(third.guarantee).toMatchObject({ alpha: 0.2, delta: 0.2 });
    await winnow("judge", "--project", project);
    const file = Project.open(project, "read");
    expect(readiness(file).nLabels).toBeGreaterThan(20);
    file.close();
    await winnow("judge", "--project", project, "--version", "2");
  });

  it("releases what is accepted, whole and read back, and never over something else", async () => {
    const to = join(folder, "release");
    const run = await winnow("release", "--project", project, "--to", to, "--layout", "flat", "--json");
    expect(run.code).toBe(0);
    const released = run.json<Output<"release.write">>();
    const rows = (await winnow("results", "--project", project, "--json")).json<Rows>();
    const casesAccepted = new Set(rows.filter((row) => row.verdict === "accepted").map((row) => row.case));
    expect(released.n_cases).toBe(casesAccepted.size);
    expect(released.n_masks).toBe(casesAccepted.size);
    const manifest = JSON.parse(readFileSync(join(to, "winnow-manifest.json"), "utf8")) as {
      files: { path: string; sha256: string }[];
    };
    // An image and a mask each, the folds and the reject list.
    expect(manifest.files).toHaveLength(2 * casesAccepted.size + 2);
    for (const { path, sha256 } of manifest.files) {
      expect(
        createHash("sha256")
          .update(readFileSync(join(to, path)))
          .digest("hex"),
      ).toBe(sha256);
    }
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
    const again = await winnow("release", "--project", project, "--to", to, "--layout", "flat", "--json");
    expect(again.code).toBe(3);
    expect(again.json()).toMatchObject({ error: { code: "target-exists" } });
    const nnunet = await winnow(
      "release",
      "--project",
      project,
      "--to",
      join(folder, "Dataset501_Nuclei"),
      "--layout",
      "nnunet",
      "--json",
    );
    expect(nnunet.code).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, "Dataset501_Nuclei", "dataset.json"), "utf8"))).toMatchObject({
      labels: { background: 0, class_1: 1 },
      file_ending: ".png",
      channel_names: { "0": "image" },
    });
  });

  it("writes a report that needs nothing else, and verifies the project", async () => {
    const report = join(folder, "report.html");
    expect((await winnow("report", "--project", project, "--to", report)).code).toBe(0);
    const html = readFileSync(report, "utf8");
    expect(html).toContain("Research use only. Not for diagnosis.");
    expect(html).toContain("data:image/png;base64,");
    expect(html).not.toMatch(/(?:src|href)="http/);
    const verified = await winnow("verify", project, "--json");
    expect(verified.json<Output<"project.verify">>().checks.filter((check) => !check.good)).toEqual([]);
    expect(verified.code).toBe(0);
    expect(existsSync(`${project}-wal`)).toBe(false);
  });
});

describe("usage", () => {
  it("gives the exit codes of the design, and one JSON document on failure", async () => {
    const codes = async (...args: string[]): Promise<number | null> => (await winnow(...args)).code;
    expect(await codes("frobnicate")).toBe(2);
    expect(await codes("add")).toBe(2);
    expect(await codes("release", "--project", project, "--to", "x", "--layout", "odd")).toBe(2);
    expect(await codes("segment", "--method", "weak", "--project", project)).toBe(2);
    expect(await codes("add", join(folder, "no-such-folder"), "--project", join(folder, "q.winnow"))).toBe(3);
    expect(await codes("cases", "--project", join(folder, "no-such.winnow"))).toBe(4);
    expect(await codes("--help")).toBe(0);
    const failure = await winnow("cases", "--project", join(folder, "no-such.winnow"), "--json");
    expect(failure.json()).toMatchObject({ error: { code: "project-missing", remedy: expect.any(String) as string } });
  });

  it("proposes masks, and writes every candidate's mask as a file", async () => {
    expect((await winnow("propose", "--list", "--json")).json()).toMatchObject({
      standard: expect.any(Array) as unknown,
      methods: expect.any(Array) as unknown,
    });
    const own = join(folder, "propose.winnow");
    await winnow("add", copySample(join(folder, "propose"), 2), "--project", own);
    expect((await winnow("propose", "--project", own, "--methods", "nonsense")).code).toBe(2);
    const made = await winnow(
      "propose",
      "--project",
      own,
      "--methods",
      "otsu,li",
      "--param",
      "li.polarity=bright",
      "--json",
    );
    expect(made.code).toBe(0);
    expect(made.json()).toMatchObject({ nCases: 2, nKept: 0, byRecipe: [{ name: "otsu" }, { name: "li" }] });
    const written = await winnow(
      "masks",
      "--project",
      own,
      "--to",
      join(folder, "written"),
      "--source",
      "propose-otsu",
      "--json",
    );
    expect(written.code).toBe(0);
    const rows = written.json<Record<string, string>[]>();
    expect(Object.keys(rows[0]!)).toEqual(["case", "candidate", "class", "source", "file"]);
    expect(rows.every(({ file }) => existsSync(join(folder, "written", file!)))).toBe(true);
  });

  it("doctor says what runs here", async () => {
    const run = await winnow("doctor", "--json");
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({
      good: true,
      backend: "tensorflow",
      tensorflow: expect.stringMatching(/^2\./) as string,
    });
  });
});
